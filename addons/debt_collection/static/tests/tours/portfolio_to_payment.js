import { registry } from "@web/core/registry";

/** Steps that open an entry of the application's menu. */
function menu(section, entry) {
    return [
        {
            trigger: `.o_menu_sections [data-menu-xmlid='debt_collection.${section}']`,
            run: "click",
        },
        {
            trigger: `.dropdown-item[data-menu-xmlid='debt_collection.${entry}']`,
            run: "click",
        },
    ];
}

const PORTFOLIO = [
    "Numer płatnika;Nazwa;PESEL;Ulica;Kod;Miejscowość;Numer faktury;Termin płatności;Kwota",
    "77001;Jan Wędrowny;04222901237;Długa 5;00-238;Warszawa;F/TOUR/1;31.03.2026;1000,00",
    "77001;Jan Wędrowny;04222901237;Długa 5;00-238;Warszawa;F/TOUR/2;30.04.2026;sto złotych",
].join("\r\n");

function pickFile() {
    const input = document.querySelector(".o_field_widget[name=file] input[type=file]");
    const transfer = new DataTransfer();
    transfer.items.add(new File([PORTFOLIO], "portfel.csv", { type: "text/csv" }));
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

registry.category("web_tour.tours").add("debt_portfolio_to_payment", {
    steps: () => [
        { content: "a new import", trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name=package_id] input",
            run: "edit TOUR",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour package)",
            run: "click",
        },
        { trigger: ".o_field_widget[name=file]", run: pickFile },
        { trigger: "button[name=action_read]:contains(Read the File)", run: "click" },
        {
            content: "columns are proposed",
            trigger: ".o_field_widget[name=column_ids] .o_data_row:contains(Numer faktury)",
        },
        { trigger: "button[name=action_import]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        {
            content: "one claim came in, one row is listed as faulty",
            trigger: ".o_field_widget[name=created]:contains(1)",
        },
        { trigger: ".nav-link[name=faults]", run: "click" },
        { trigger: ".o_field_widget[name=fault_ids] .o_data_row:contains(sto złotych)" },
        ...menu("menu_cases", "menu_case"),
        { trigger: ".o_data_row .o_data_cell:contains(Jan Wędrowny)", run: "click" },
        { trigger: "button[name=action_open]", run: "click" },
        {
            content: "what is owed today is on the case",
            trigger: ".o_field_widget[name=total_due]:contains(1,0)",
        },
        { trigger: "button:contains(Print letter)", run: "click" },
        { trigger: ".modal .o_field_widget[name=template_id]" },
        { trigger: ".modal button[name=action_print]", run: "click" },
        {
            content: "the letter is shown",
            trigger: ".modal .o_field_widget[name=total]:contains(1,0)",
        },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".nav-link[name=letters]", run: "click" },
        { trigger: ".o_field_widget[name=letter_ids] .o_data_row:contains(Demand)" },
        ...menu("menu_money", "menu_bank_line"),
        {
            content: "the bank line that names the case",
            trigger: ".o_data_row:contains(TOUR PAYMENT) .o_list_record_selector input",
            run: "click",
        },
        { trigger: "button[name=action_debt_propose]", run: "click" },
        {
            trigger: ".o_data_row:contains(TOUR PAYMENT) button[name=action_debt_book]",
            run: "click",
        },
        {
            content: "what is booked is no longer to be matched",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(TOUR PAYMENT)))",
        },
        ...menu("menu_cases", "menu_case"),
        { trigger: ".o_data_row .o_data_cell:contains(Jan Wędrowny)", run: "click" },
        { trigger: ".o_field_widget[name=paid_total]:contains(400)" },
    ],
});
