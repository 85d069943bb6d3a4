import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

const EVERY = 5 * 60 * 1000;

/** Shows how much planned work of debt collection is due for the user. */
export class WorkSystray extends Component {
    static template = "debt_collection.WorkSystray";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ shown: false, kinds: [], due: 0, overdue: 0, team_calls: 0 });
        onWillStart(async () => {
            this.state.shown = await user.hasGroup("debt_collection.group_user");
        });
        // Not waited for: the page must not be late for the sake of a number.
        const first = browser.setTimeout(() => this.refresh(), 0);
        const timer = browser.setInterval(() => this.refresh(), EVERY);
        onWillUnmount(() => {
            browser.clearTimeout(first);
            browser.clearInterval(timer);
        });
    }

    async refresh() {
        if (this.state.shown && document.visibilityState === "visible") {
            Object.assign(this.state, await this.orm.silent.call("debt.event", "work_due", []));
        }
    }

    count(number) {
        return number > this.state.most ? `${this.state.most}+` : number;
    }

    open(channel) {
        this.action.doAction("debt_collection.debt_event_my_day_action", {
            clearBreadcrumbs: true,
            additionalContext: channel ? { [`search_default_${channel}`]: 1 } : {},
        });
    }

    openPanel() {
        this.action.doAction("debt_collection.debt_call_panel_action", { clearBreadcrumbs: true });
    }
}

registry
    .category("systray")
    .add("debt_collection.WorkSystray", { Component: WorkSystray }, { sequence: 30 });
