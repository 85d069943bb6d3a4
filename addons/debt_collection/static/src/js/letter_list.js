import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

const EVERY = 3000;

/** Tells how many letters are being made and how many failed, while there are any. */
export class LetterProgress extends Component {
    static template = "debt_collection.LetterProgress";
    static props = { onMade: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ waiting: 0, failed: 0, minute: 0 });
        onWillStart(() => this.refresh());
        const timer = setInterval(() => this.refresh(), EVERY);
        onWillUnmount(() => clearInterval(timer));
    }

    async refresh() {
        const before = this.state.waiting;
        Object.assign(this.state, await this.orm.silent.call("debt.letter", "progress", []));
        if (before && this.state.waiting !== before) {
            this.props.onMade();
        }
    }
}

export class LetterListController extends ListController {
    static template = "debt_collection.LetterListView";
    static components = { ...ListController.components, LetterProgress };

    /** Shows what was made meanwhile, unless the user is choosing letters. */
    onMade() {
        if (!this.model.root.selection.length) {
            this.model.root.load();
        }
    }
}

registry.category("views").add("debt_letter_list", {
    ...listView,
    Controller: LetterListController,
});
