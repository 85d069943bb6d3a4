import { registry } from "@web/core/registry";

/** Press a key as a person does who has the hands on the keyboard. */
function press(key) {
    const target = document.activeElement || document.body;
    for (const type of ["keydown", "keyup"]) {
        target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
    }
}

registry.category("web_tour.tours").add("debt_call_panel", {
    steps: () => [
        {
            content: "the most urgent case is handed out",
            trigger: ".o_debt_debtor:contains(Adam Pierwszy)",
        },
        { trigger: ".o_debt_phone[href='tel:+48600100200']" },
        { trigger: ".o_debt_total:contains(1,0)" },
        { trigger: ".o_debt_warning:contains(third person)" },
        {
            content: "his role does not see what was handed over",
            trigger: ".o_debt_call_side:not(:contains(Handed over))",
        },
        { trigger: ".o_debt_note", run: "edit Will pay on Friday" },
        {
            content: "digits are text while a field has the focus, outcomes after Esc",
            trigger: ".o_debt_note",
            run() {
                press("Escape");
                press("2");
            },
        },
        { trigger: "#o_debt_promise_amount", run: "edit 150.5" },
        {
            content: "Enter twice books once",
            trigger: ".o_debt_book",
            run() {
                const form = document.querySelector("form.o_debt_card");
                form.requestSubmit();
                form.requestSubmit();
            },
        },
        { trigger: ".o_debt_debtor:contains(Ewa Druga)" },
        { trigger: ".o_debt_booked:contains(1)" },
        {
            content: "a third person answered: what may not be said",
            trigger: ".o_debt_outcomes",
            run: () => press("8"),
        },
        { trigger: ".o_debt_third_person", run: () => press("Escape") },
        {
            trigger: ".o_debt_call_panel:not(:has(.o_debt_third_person)) .o_debt_outcomes",
            run: () => press("6"),
        },
        {
            content: "nothing is left, and it says why",
            trigger: ".o_debt_empty tr[data-code=no_phone]:contains(1)",
        },
        { trigger: ".o_debt_booked:contains(2)" },
        { trigger: ".o_debt_empty", run: () => press("Escape") },
        { content: "My Day", trigger: ".o_list_view, .o_view_nocontent" },
        { trigger: ".o_debt_work", run: "click" },
        { trigger: ".o_debt_work_menu .o-dropdown-item:contains(Call Panel)" },
    ],
});
