import { Component, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const EVERY = 3000;
const BUSY = ["queued", "running"];

/** Reloads the form of an import while it waits or runs in the background. */
export class ImportRefresh extends Component {
    static template = "debt_collection.ImportRefresh";
    static props = { ...standardWidgetProps };

    setup() {
        const timer = setInterval(() => this.reload(), EVERY);
        onWillUnmount(() => clearInterval(timer));
    }

    async reload() {
        const { record } = this.props;
        if (BUSY.includes(record.data.state) && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("debt_import_refresh", { component: ImportRefresh });
