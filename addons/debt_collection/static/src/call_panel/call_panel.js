import { Component, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { deserializeDate, deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { parseMonetary } from "@web/views/fields/parsers";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;
// The lease lasts 15 minutes; while the panel is open it is prolonged.
const KEEP_EVERY = 4 * 60 * 1000;
const ASK_AGAIN = 20;
const PROMISE_DAYS = 7;
const NEXT_DAYS = 3;
// What is filled in first once an outcome is chosen.
const ASKED = ".o_debt_promise input, .o_debt_plan select, .o_debt_book";

/** Hands out one case after another to whoever calls; made for the keyboard. */
export class CallPanel extends Component {
    static template = "debt_collection.CallPanel";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.note = useRef("note");
        this.form = useRef("form");
        this.passed = [];
        this.done = 0;
        this.state = useState({ ...this.blank(), loading: true, done: 0 });
        this.setupHotkeys();
        const timer = browser.setInterval(() => this.keep(), KEEP_EVERY);
        this.onPageHide = () => this.releaseOnClose();
        browser.addEventListener("pagehide", this.onPageHide);
        onWillStart(() => this.next());
        onWillUnmount(() => {
            browser.clearInterval(timer);
            browser.removeEventListener("pagehide", this.onPageHide);
            this.release();
        });
    }

    setupHotkeys() {
        for (let number = 1; number <= 9; number++) {
            useHotkey(String(number), () => this.chooseNumber(number));
        }
        useHotkey("n", () => this.skip());
        useHotkey("p", () => this.togglePlan());
        useHotkey("t", () => this.note.el?.focus());
        useHotkey("o", () => this.openCase());
        useHotkey("r", () => this.openSettlement());
        useHotkey("escape", () => this.escape(), { bypassEditableProtection: true });
    }

    blank() {
        return { data: null, empty: null, chosen: null, plan: null, promise: null, note: "" };
    }

    // === ONE CASE AFTER ANOTHER ===
    async next() {
        Object.assign(this.state, this.blank(), { loading: true });
        let answer = { more: true };
        for (let times = 0; answer.more && times < ASK_AGAIN; times++) {
            answer = await this.orm.call("debt.event", "next_case", [this.passed]);
        }
        Object.assign(this.state, {
            data: answer.event || null,
            empty: answer.event ? null : answer.empty || {},
            loading: false,
        });
    }

    /** Run one thing at a time: a second click or key finds it under way. */
    async once(work) {
        if (this.busy || this.state.loading) {
            return;
        }
        this.busy = true;
        try {
            await work();
        } finally {
            this.busy = false;
        }
    }

    skip() {
        return this.once(async () => {
            if (this.state.data) {
                this.passed.push(this.state.data.id);
            } else {
                this.passed = [];
            }
            await this.next();
        });
    }

    // === OUTCOME ===
    chooseNumber(number) {
        const outcome = this.state.data?.outcomes[number - 1];
        return outcome && this.choose(outcome);
    }

    /** Book at once, or ask first for what the outcome needs. */
    choose(outcome) {
        const { data, plan } = this.state;
        const asksNext = !plan && !outcome.promise && (data.needs_next || outcome.leaves);
        if (asksNext) {
            this.togglePlan();
        }
        this.state.chosen = outcome;
        if (outcome.promise) {
            this.state.promise = {
                date: this.dayAfter(PROMISE_DAYS),
                amount: formatFloat(data.case.total_due || 0, { digits: [16, 2] }),
            };
        }
        if (outcome.promise || outcome.third_person || asksNext) {
            browser.setTimeout(() => this.form.el?.querySelector(ASKED)?.focus());
            return;
        }
        return this.book();
    }

    togglePlan() {
        const { data, plan } = this.state;
        if (data) {
            this.state.plan = plan
                ? null
                : { type_id: data.plans[0]?.id, date: this.dayAfter(NEXT_DAYS) };
        }
    }

    onSubmit() {
        if (this.state.chosen) {
            return this.book();
        }
    }

    book() {
        return this.once(async () => {
            const { data, chosen, plan, note } = this.state;
            const promise = chosen.promise ? this.promise : null;
            if (promise && !(promise.amount > 0)) {
                this.notification.add(_t("Enter the amount that was promised."), { type: "warning" });
                return;
            }
            const answer = await this.orm.call("debt.event", "register_call", [[data.id], chosen.id], {
                note,
                promise,
                plan: plan && { ...plan, type_id: Number(plan.type_id) },
            });
            if (answer.taken) {
                const taken = _t("Your time ran out: %s has this case now.", answer.taken);
                this.notification.add(taken, { type: "warning" });
            }
            if (answer.booked) {
                this.state.done++;
            }
            await this.next();
        });
    }

    /** The promise with its amount as a number; 0 when it is not one. */
    get promise() {
        const { date, amount } = this.state.promise;
        try {
            return { date, amount: parseMonetary(amount) };
        } catch {
            return { date, amount: 0 };
        }
    }

    // === LEASE ===
    async keep() {
        const id = this.state.data?.id;
        if (id && !(await this.orm.silent.call("debt.event", "keep_case", [[id]]))) {
            this.notification.add(_t("Your time ran out: the case was given back."), {
                type: "warning",
            });
        }
    }

    release() {
        const id = this.state.data?.id;
        return id && this.orm.silent.call("debt.event", "release_case", [[id]]);
    }

    /** Tell the server although the page goes away. */
    releaseOnClose() {
        const id = this.state.data?.id;
        if (id) {
            const params = { model: "debt.event", method: "release_case", args: [[id]], kwargs: {} };
            const body = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
            browser.navigator.sendBeacon(
                "/web/dataset/call_kw/debt.event/release_case",
                new Blob([body], { type: "application/json" })
            );
        }
    }

    escape() {
        const focused = document.activeElement;
        if (focused?.matches("input, textarea, select")) {
            focused.blur();
        } else if (this.state.chosen || this.state.plan) {
            Object.assign(this.state, { chosen: null, plan: null, promise: null });
        } else {
            this.leave();
        }
    }

    leave() {
        this.action.doAction("debt_collection.debt_event_my_day_action", {
            clearBreadcrumbs: true,
        });
    }

    openCase() {
        if (this.state.data) {
            browser.open(this.caseUrl, "_blank");
        }
    }

    /** Grant instalments while the debtor is on the phone; the panel stays. */
    openSettlement() {
        if (this.state.data) {
            const action = "debt_collection.debt_settlement_plan_call_action";
            const context = { default_case_id: this.state.data.case_id };
            return this.action.doAction(action, { additionalContext: context });
        }
    }

    // === SHOWN ===
    get caseUrl() {
        return `/odoo/debt.case/${this.state.data.case_id}`;
    }

    get address() {
        const { street, zip, city } = this.state.data.debtor;
        return [street, [zip, city].filter(Boolean).join(" ")].filter(Boolean).join(", ");
    }

    money(amount) {
        return formatMonetary(amount || 0, { currencyId: this.state.data?.currency_id });
    }

    day(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    moment(text) {
        return text ? formatDateTime(deserializeDateTime(text)) : "";
    }

    dayAfter(days) {
        return DateTime.fromISO(this.state.data.today).plus({ days }).toISODate();
    }

    count(number) {
        const most = this.state.empty.most;
        return number >= most ? `${most}+` : number;
    }

    get overdue() {
        const { event, today } = this.state.data;
        return (event.deadline || event.date) < today;
    }
}

registry.category("actions").add("debt_call_panel", CallPanel);
