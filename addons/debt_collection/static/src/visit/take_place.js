import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const WAIT = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };
const REFUSED = 1;
const TOO_LATE = 3;

/** Puts the position of the phone into the fields of the record. */
export class TakePlace extends Component {
    static template = "debt_collection.TakePlace";
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState({ busy: false, fault: "" });
    }

    get place() {
        const data = this.props.record.data;
        if (!data.place_latitude && !data.place_longitude) {
            return "";
        }
        const place = `${data.place_latitude.toFixed(5)}, ${data.place_longitude.toFixed(5)}`;
        return `${place} (± ${Math.round(data.place_accuracy)} m)`;
    }

    take() {
        this.state.fault = "";
        if (!navigator.geolocation) {
            this.state.fault = this.fault({});
            return;
        }
        this.state.busy = true;
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => this.taken(coords),
            (error) => this.failed(error),
            WAIT
        );
    }

    async taken(coords) {
        await this.props.record.update({
            place_latitude: coords.latitude,
            place_longitude: coords.longitude,
            place_accuracy: coords.accuracy || 0,
        });
        this.state.busy = false;
    }

    failed(error) {
        this.state.busy = false;
        this.state.fault = this.fault(error);
    }

    fault({ code }) {
        if (code === REFUSED) {
            return _t(
                "The phone may not tell its position to this page. Allow it in the settings of the browser, or save the result without a place."
            );
        }
        if (code === TOO_LATE) {
            return _t(
                "The position was not found in time. Try again in the open, or save the result without a place."
            );
        }
        return _t("The position is not available. You can save the result without a place.");
    }
}

registry.category("view_widgets").add("debt_take_place", { component: TakePlace });
