from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .debt_debtor_figures import DETAILS, SEGMENTS

# Written by classification and by leaders only.
DECIDED = {
    "track_id",
    "track_date",
    "track_reason",
    "track_manual",
    "track_manual_reason",
    "track_changed",
    "customer_segment",
    "size_band_id",
}


class DebtCase(models.Model):
    """The track of a case and why it is on it."""

    _inherit = "debt.case"

    track_id = fields.Many2one(
        "debt.track",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        copy=False,
    )
    track_date = fields.Date(
        string="Track Since",
        readonly=True,
        copy=False,
        help="Day of the decision; empty: the case was not classified yet.",
    )
    track_reason = fields.Json(readonly=True, copy=False)
    track_why = fields.Html(
        string="Why This Track", compute="_compute_track_why", sanitize=False
    )
    track_manual = fields.Boolean(
        string="Track by Hand",
        readonly=True,
        copy=False,
        help="A leader chose the track; classification leaves it.",
    )
    track_manual_reason = fields.Char(
        string="Reason of the Leader", readonly=True, copy=False
    )
    track_changed = fields.Boolean(
        readonly=True,
        copy=False,
        help="The case runs through another procedure than its track now names. A "
        "leader may move it.",
    )
    customer_segment = fields.Selection(SEGMENTS, readonly=True, copy=False)
    size_band_id = fields.Many2one(
        "debt.size.band",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Band of what is owed in the case.",
    )
    figures_id = fields.Many2one(
        "debt.debtor.figures",
        compute="_compute_figures_id",
        search="_search_figures_id",
    )
    debtor_total_debt = fields.Monetary(
        string="All Debts of the Debtor",
        related="figures_id.total_debt",
        currency_field="company_currency_id",
        groups=DETAILS,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    debtor_delay_told = fields.Char(
        string="Usual Delay", related="figures_id.delay_told"
    )
    debtor_preferred_told = fields.Char(
        string="Preferred Action", related="figures_id.preferred_told"
    )
    debtor_behaviour = fields.Selection(string="Debtor Is", related="figures_id.status")

    _unclassified_idx = models.Index(
        "(company_id) WHERE track_date IS NULL AND state != 'closed'"
    )

    @api.depends("debtor_id", "company_id")
    def _compute_figures_id(self):
        rows = self.env["debt.debtor.figures"].search(
            [
                ("partner_id", "in", self.debtor_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        found = {(row.partner_id, row.company_id): row for row in rows}
        for case in self:
            case.figures_id = found.get((case.debtor_id, case.company_id))

    def _search_figures_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        domain = [("id", "in", value)] if operator == "in" else value
        wanted = self.env["debt.debtor.figures"]._search(domain)
        cases = SQL(
            """(SELECT c.id FROM debt_case c JOIN debt_debtor_figures f
                    ON f.partner_id = c.debtor_id AND f.company_id = c.company_id
                 WHERE f.id IN %s)""",
            wanted.subselect(),
        )
        return [("id", "in", cases)]

    @api.depends("track_id", "track_date", "track_manual_reason", "course_ids")
    @api.depends_context("lang")
    def _compute_track_why(self):
        teller = self.env["debt.track.reason"]
        for case in self:
            case.track_why = case.track_date and self.env["ir.qweb"]._render(
                "debt_collection.case_track_why",
                {
                    "case": case,
                    "rules": teller._rules(case),
                    "facts": teller._facts(case),
                    "start": teller._start(case),
                    "before": teller._before(case),
                },
            )

    # === BY HAND === #
    def write(self, vals):
        """Let leaders alone choose a track; what they chose is kept."""
        if DECIDED & vals.keys():
            self._check_may_choose_track()
        if vals.get("track_id") and "track_manual" not in vals:
            vals = {**vals, "track_manual": True}
        if vals.get("track_manual"):
            vals = {**vals, "track_date": self.env["debt.balance"]._today()}
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """Let leaders alone choose a track, which is kept."""
        if any(DECIDED & vals.keys() for vals in vals_list):
            self._check_may_choose_track()
        today = self.env["debt.balance"]._today()
        for vals in vals_list:
            if vals.get("track_id"):
                vals.update(track_manual=True, track_date=today)
        return super().create(vals_list)

    def _check_may_choose_track(self):
        if not self.env.su and not self.env.user._debt_has_role("team_leader"):
            raise AccessError(
                self.env._(
                    "Only a team leader or a manager may choose the track of a case."
                )
            )

    def _choose_track(self, track, reason):
        """Put the cases on a track for a reason; classification leaves them there."""
        self._check_may_choose_track()
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept in the history."))
        wrong = self.company_id - track.company_id if track.company_id else None
        if wrong:
            raise UserError(
                self.env._("The track %(name)s is of another company.", name=track.name)
            )
        self.check_access("write")
        for case in self:
            course = case.course_ids
            running = course and course.state != "finished"
            wanted = track._procedure_id(case.package_id.procedure_id.id or None)
            case.write(
                {
                    "track_id": track.id,
                    "track_manual": True,
                    "track_manual_reason": reason,
                    "track_changed": running and wanted != course.procedure_id.id,
                }
            )
            case.message_post(
                body=self.env._(
                    "%(user)s put the case on track %(track)s. Reason: %(reason)s",
                    user=self.env.user.name,
                    track=track.display_name,
                    reason=reason,
                )
            )
