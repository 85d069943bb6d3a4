/* global L */
import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { session } from "@web/session";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const POLAND = [52.07, 19.48];
const WHOLE_COUNTRY = 6;
const STREETS = 16;
const HOUSES = 19;

/** Return the address of map tiles, or nothing when no server is set. */
export function tileAddress() {
    const address = session["leaflet.tile_url"];
    return address && address !== "False" ? address : "";
}

/** Visits on a map; those without a known place beside it, by area. */
export class VisitMap extends Component {
    static template = "debt_collection.VisitMap";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.canvas = useRef("canvas");
        this.display = { controlPanel: {} };
        this.chosen = this.props.action.params?.visit_ids;
        this.state = useState({ placed: [], areas: [], total: 0, mine: true, due: false });
        onWillStart(() => this.load());
        onMounted(() => this.draw());
        onWillUnmount(() => this.map?.remove());
    }

    get domain() {
        if (this.chosen) {
            return [["id", "in", this.chosen]];
        }
        const domain = [["state", "=", "planned"]];
        if (this.state.mine) {
            domain.push(["user_id", "=", user.userId]);
        }
        if (this.state.due) {
            domain.push(["date", "<=", "today"]);
        }
        return domain;
    }

    get shown() {
        return this.state.areas.reduce(
            (sum, { visits }) => sum + visits.length,
            this.state.placed.length
        );
    }

    async load() {
        const data = await this.orm.call("debt.event", "visit_map_data", [this.domain]);
        Object.assign(this.state, data);
    }

    async toggle(name) {
        this.state[name] = !this.state[name];
        await this.load();
        this.pin();
    }

    draw() {
        // An animation that ends after the page was left would fail.
        const still = { zoomAnimation: false, fadeAnimation: false, maxZoom: HOUSES };
        this.map = L.map(this.canvas.el, still).setView(POLAND, WHOLE_COUNTRY);
        this.map.attributionControl.setPrefix("Leaflet");
        const tiles = tileAddress();
        if (tiles) {
            const attribution = session["leaflet.copyright"];
            L.tileLayer(tiles, { attribution, maxZoom: HOUSES }).addTo(this.map);
        }
        this.pins = L.markerClusterGroup().addTo(this.map);
        this.pin();
    }

    pin() {
        this.pins.clearLayers();
        for (const visit of this.state.placed) {
            const marker = L.marker([visit.latitude, visit.longitude], {
                icon: this.icon(visit),
                title: visit.debtor,
            });
            this.pins.addLayer(marker.bindPopup(() => this.popup(visit)));
        }
        if (this.state.placed.length) {
            const options = { padding: [40, 40], maxZoom: STREETS };
            this.map.fitBounds(this.pins.getBounds(), options);
        }
    }

    icon(visit) {
        // Drawn with the font of the page: no picture that could be missing.
        const late = visit.overdue ? " o_debt_pin_late" : "";
        return L.divIcon({
            className: `o_debt_pin${late}`,
            html: '<i class="fa fa-map-marker"></i>',
            iconSize: [36, 36],
            iconAnchor: [18, 34],
            popupAnchor: [0, -30],
        });
    }

    /** Return the popup of a visit; names and addresses are never read as HTML. */
    popup(visit) {
        const box = document.createElement("div");
        const add = (tag, text, className) => {
            const node = document.createElement(tag);
            node.textContent = text;
            node.className = className;
            box.append(node);
            return node;
        };
        add("div", visit.debtor, "fw-bold");
        add("div", visit.address, "");
        add("div", `${visit.date} ${visit.case}`, "text-muted mb-2");
        if (visit.navigation) {
            const link = add("a", _t("Navigate"), "btn btn-secondary btn-sm me-2");
            link.href = visit.navigation;
            link.rel = "noreferrer";
        }
        const button = add("button", _t("Open Visit"), "btn btn-primary btn-sm o_debt_open_visit");
        button.addEventListener("click", () => this.open(visit));
        return box;
    }

    open(visit) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "debt.event",
            res_id: visit.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("debt_visit_map", VisitMap);
