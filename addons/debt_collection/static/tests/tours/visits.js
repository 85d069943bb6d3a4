import { registry } from "@web/core/registry";

/** Let the browser refuse the position once, then tell it. */
function mockPosition() {
    let asked = 0;
    const coords = { latitude: 52.2531, longitude: 21.0001, accuracy: 15 };
    const geolocation = {
        getCurrentPosition(success, failure) {
            asked += 1;
            setTimeout(() => (asked === 1 ? failure({ code: 1 }) : success({ coords })));
        },
    };
    Object.defineProperty(navigator, "geolocation", { value: geolocation });
}

async function takePhoto() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 2000;
    canvas.getContext("2d").fillRect(0, 0, 900, 900);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], "drzwi.png", { type: "image/png" }));
    const input = document.querySelector(".o_debt_camera");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

const card = ".o_kanban_record:contains(Anna Warszawska)";

registry.category("web_tour.tours").add("debt_visit_result", {
    steps: () => [
        { content: "visits by area", trigger: ".o_kanban_group:contains(00 Warszawa)" },
        { trigger: `${card} a[href^='tel:']` },
        { trigger: `${card} a[href^='geo:']` },
        { trigger: `${card} button[name=action_complete]`, run: "click" },
        {
            trigger: ".modal .o_selection_badge:contains(Third person)",
            run: "click",
        },
        { trigger: ".modal .alert-warning:contains(must not learn of the debt)" },
        { trigger: ".modal .o_field_widget[name=note] textarea", run: "edit Sąsiadka" },
        { trigger: ".modal .o_debt_camera:not(:visible)", run: takePhoto },
        { trigger: ".modal .o_debt_photos img" },
        { trigger: ".modal .o_debt_take_place button", run: mockPosition },
        { trigger: ".modal .o_debt_take_place button", run: "click" },
        {
            content: "a refused position is told, and can be asked for again",
            trigger: ".modal .o_debt_take_place .alert:contains(save the result without)",
        },
        { trigger: ".modal .o_debt_take_place button", run: "click" },
        { trigger: ".modal .o_debt_place:contains(52.25310, 21.00010 (± 15 m))" },
        { trigger: ".modal button[name=action_register]", run: "click" },
        { trigger: `body:not(:has(.modal)):not(:has(${card})) .o_kanban_renderer` },
    ],
});

registry.category("web_tour.tours").add("debt_visit_map", {
    steps: () => [
        {
            content: "visits without a known place are listed beside",
            trigger: ".o_debt_map_list:contains(00 Warszawa) .o_debt_unplaced:contains(Anna)",
        },
        { trigger: ".o_debt_pin", run: "click" },
        { trigger: ".leaflet-popup:contains(Długa 5, 31-147 Kraków)" },
        { trigger: ".o_debt_open_visit", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=visit_address]:contains(Długa 5)" },
    ],
});
