import { registry } from "@web/core/registry";

/** Steps that show a bank line of the list on the left. */
function show(title) {
    return [
        {
            content: `the line ${title}`,
            trigger: `.o_kanban_record:contains(${title})`,
            run: "click",
        },
        { trigger: `.o_form_view .o_field_widget:contains(${title})` },
    ];
}

/** Steps that write what a proposed case gets. */
function part(number, amount) {
    const row = `.o_field_widget[name=debt_proposal_ids] .o_data_row:eq(${number})`;
    return [
        { trigger: `${row} td[name=amount]`, run: "click" },
        { trigger: `${row} td[name=amount] input`, run: `edit ${amount}` },
    ];
}

registry.category("web_tour.tours").add("debt_reconciliation", {
    steps: () => [
        ...show("PRZYJMIJ"),
        {
            content: "the proposed case is accepted",
            trigger:
                ".o_field_widget[name=debt_proposal_ids] .o_data_row:contains(Adam Pierwszy) button[name=action_accept]",
            run: "click",
        },
        {
            content: "the line is gone from what is to match",
            trigger: ".o_kanban_view:not(:has(.o_kanban_record:contains(PRZYJMIJ)))",
        },
        ...show("DZIEL"),
        ...part(0, 200),
        ...part(1, 100),
        { trigger: "button[name=action_debt_book_parts]", run: "click" },
        {
            content: "both lines are booked",
            trigger: ".o_kanban_view:not(:has(.o_kanban_record:contains(DZIEL)))",
        },
        { trigger: ".o_searchview .o_facet_remove", run: "click" },
        ...show("DZIEL"),
        {
            content: "the payments of both cases stand there",
            trigger:
                ".o_field_widget[name=debt_payment_ids] .o_data_row:contains(Beata Druga)",
        },
        {
            trigger: "button[name=action_undo_reconciliation]",
            run: "click",
        },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        {
            content: "the payments were reversed",
            trigger:
                ".o_field_widget[name=debt_payment_ids] .o_data_row.text-muted:contains(Beata Druga)",
        },
    ],
});
