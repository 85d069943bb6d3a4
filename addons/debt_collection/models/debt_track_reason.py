from odoo import api, models
from odoo.tools import format_amount

from ..tools.tracks import conditions


class DebtTrackReason(models.AbstractModel):
    """Why a case is on its track: plain values on the case, words on screens."""

    _name = "debt.track.reason"
    _description = "Reasons for a Track"

    @api.model
    def _labels(self):
        """Return ``{name of a condition: label}``."""
        _ = self.env._
        return {
            "amount": _("Amount owed"),
            "delay": _("Usual delay in days"),
            "age": _("Days since the oldest due date"),
            "segment": _("Customer segment"),
            "legal_status": _("Status in law"),
            "band": _("Size band"),
            "channel": _("Preferred channel"),
            "earlier": _("Earlier cases"),
            "barred": _("All open claims are time-barred"),
        }

    @api.model
    def _rules(self, case):
        """Return [(label, value, what the rule asks)] of the conditions met."""
        labels = self._labels()
        return [
            (
                labels[rule["name"]],
                self._shown(case, rule["name"], rule["value"]),
                self._asked(case, rule),
            )
            for rule in (case.track_reason or {}).get("rules", [])
        ]

    @api.model
    def _facts(self, case):
        """Return [(label, value)] of all that was known at the decision."""
        facts = (case.track_reason or {}).get("facts", {})
        return [
            (label, self._shown(case, name, facts.get(name), facts))
            for name, label in self._labels().items()
            if name in facts
        ]

    @api.model
    def _before(self, case):
        """Return the track the case was on before, if it is still there."""
        before = (case.track_reason or {}).get("before")
        return before and self.env["debt.track"].browse(before).exists().display_name

    def _asked(self, case, rule):
        """Tell the limits of a condition; empty where it asks for one value."""
        low, high = rule.get("from") or 0, rule.get("to") or 0
        if rule["name"] == "earlier":
            return self.env._("at least %(low)s", low=low) if rule["value"] else ""
        if not low and not high:
            return ""
        if rule["name"] == "amount":
            low, high = (self._money(case, limit) for limit in (low, high))
        if not rule.get("to"):
            return self.env._("at least %(low)s", low=low)
        return self.env._("%(low)s to %(high)s", low=low, high=high)

    def _shown(self, case, name, value, facts=None):
        """Show the value of a fact in the language of the user."""
        if value is None:
            return self.env._("not known")
        if name == "amount":
            return self._money(case, value)
        if name == "barred":
            return self.env._("yes") if value else self.env._("no")
        if name == "band":
            band = self.env["debt.size.band"].browse(value).exists()
            return band.name or self.env._("not known")
        if name == "delay" and facts:
            return self.env._(
                "%(days)s (%(sample)s paid claims)",
                days=value,
                sample=facts.get("delay_sample"),
            )
        return self._selected(name, value)

    def _selected(self, name, value):
        """Return the label of a value of a selection, else the value."""
        field = self.env["debt.track"]._fields.get(name)
        if not field or field.type != "selection" or name == "earlier":
            return str(value)
        return dict(field._description_selection(self.env)).get(value, value)

    def _money(self, case, amount):
        company = case.company_id or self.env.company
        return format_amount(self.env, amount, company.currency_id)

    # === A RULE IN ONE LINE === #
    @api.model
    def _rule_told(self, track):
        """Return the rule of a track in words."""
        rule, labels = track._rule(), self._labels()
        told = [
            f"{labels[name]}: {self._limits(track, rule, name)}"
            for name in conditions(rule)
        ]
        if track.domain:
            told.append(self.env._("further condition"))
        return "; ".join(told) or self.env._("All cases")

    def _limits(self, track, rule, name):
        """Return what a rule asks of one fact."""
        if name == "earlier":
            if rule.earlier == "none":
                return self.env._("none")
            return self.env._("at least %(low)s", low=max(rule.earlier_from, 1))
        if not hasattr(rule, f"{name}_from"):
            value = getattr(rule, name)
            return self._shown(
                track, name, value == "yes" if name == "barred" else value
            )
        part = {"name": name, "value": None}
        part |= {end: getattr(rule, f"{name}_{end}") for end in ("from", "to")}
        return self._asked(track, part)

    # === HOW THE PROCEDURE BEGINS === #
    @api.model
    def _start(self, case):
        """Return sentences on what the track does to the start of the procedure."""
        course, track, figures = case.course_ids, case.track_id, case.figures_id
        told = []
        if track.manual_only and not track.procedure_id:
            told.append(
                self.env._("Nothing starts by itself: people decide what is done.")
            )
        if course.grace_days:
            told.append(
                self.env._(
                    "The procedure was begun %(days)s days later: the debtor usually "
                    "pays late by so much, or the track waits no longer (%(limit)s).",
                    days=course.grace_days,
                    limit=track.grace_limit,
                )
            )
        if course.preferred_type_id:
            told.append(
                self.env._(
                    "It began with the preferred action, %(action)s: after it money "
                    "most often came.",
                    action=course.preferred_type_id.name,
                )
            )
        elif course and track.preferred_first and figures.preferred_type_id:
            told.append(
                self.env._(
                    "It did not begin with the preferred action, %(action)s: the "
                    "procedure has no such step, a notice had to come before it, or "
                    "the action was not known then.",
                    action=figures.preferred_type_id.name,
                )
            )
        return told
