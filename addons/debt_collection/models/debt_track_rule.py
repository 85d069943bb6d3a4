from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.tracks import Rule
from .debt_debtor_figures import SEGMENTS

RANGES = ("amount", "delay", "age")


class DebtTrack(models.Model):
    """The rule of a track: what it asks of a case. Empty fields ask nothing."""

    _inherit = "debt.track"

    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    amount_from = fields.Monetary(help="Cases that owe at least this.")
    amount_to = fields.Monetary(help="Cases that owe at most this; 0: no limit.")
    delay_from = fields.Integer(
        string="Usual Delay From",
        help="Days by which the debtor usually pays late. Debtors whose delay is not "
        "known do not fit.",
    )
    delay_to = fields.Integer(string="Usual Delay Up To", help="0: no limit.")
    age_from = fields.Integer(
        string="Days Late From", help="Days since the oldest due date of the case."
    )
    age_to = fields.Integer(string="Days Late Up To", help="0: no limit.")
    segment = fields.Selection(SEGMENTS, string="Customer Segment")
    legal_status = fields.Selection("_selection_legal_status", string="Status in Law")
    size_band_id = fields.Many2one("debt.size.band", ondelete="restrict")
    channel = fields.Selection("_selection_channel", string="Preferred Channel")
    earlier = fields.Selection(
        [("none", "None"), ("some", "At least")], string="Earlier Cases"
    )
    earlier_from = fields.Integer(string="Number", default=1)
    time_barred = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        help="Yes: every claim still open is time-barred, also against businesses, of "
        "whom such claims may still be demanded.",
    )
    domain = fields.Char(
        string="Further Condition", help="Only cases that fulfil it as well."
    )
    case_count = fields.Integer(compute="_compute_case_count")
    rule_told = fields.Char(string="Rule", compute="_compute_rule_told")

    _ranges_sane = models.Constraint(
        "CHECK((COALESCE(amount_to, 0) = 0 OR amount_to >= COALESCE(amount_from, 0))"
        " AND (COALESCE(delay_to, 0) = 0 OR delay_to >= COALESCE(delay_from, 0))"
        " AND (COALESCE(age_to, 0) = 0 OR age_to >= COALESCE(age_from, 0)))",
        "A range must not end before it begins.",
    )

    @api.model
    def _selection_legal_status(self):
        return (
            self.env["res.partner"]
            ._fields["debt_legal_status"]
            ._description_selection(self.env)
        )

    @api.model
    def _selection_channel(self):
        return (
            self.env["debt.event.type"]
            ._fields["channel"]
            ._description_selection(self.env)
        )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for track in self:
            track.currency_id = (track.company_id or self.env.company).currency_id

    def _compute_case_count(self):
        groups = self.env["debt.case"]._read_group(
            [("track_id", "in", self.ids), ("state", "!=", "closed")],
            ["track_id"],
            ["__count"],
        )
        counts = {track.id: count for track, count in groups}
        for track in self:
            track.case_count = counts.get(track.id, 0)

    @api.depends(
        *(f"{name}_{part}" for name in RANGES for part in ("from", "to")),
        *("segment", "legal_status", "size_band_id", "channel", "domain"),
        *("earlier", "earlier_from", "time_barred"),
    )
    @api.depends_context("lang", "company")
    def _compute_rule_told(self):
        teller = self.env["debt.track.reason"]
        for track in self:
            track.rule_told = teller._rule_told(track)

    @api.constrains("domain")
    def _check_domain(self):
        for track in self.filtered("domain"):
            try:
                self.env["debt.case"].search(track._domain(), limit=1)
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition of the track %(name)s cannot be read: %(error)s",
                        name=track.name,
                        error=error,
                    )
                ) from error

    # === USE === #
    @api.model
    def _tried(self, company):
        """Return the tracks of a company in the order in which they are tried."""
        return self.search([("company_id", "in", [False, company.id])])

    def _domain(self):
        """Return the further condition as a domain."""
        self.ensure_one()
        return literal_eval(self.domain or "[]")

    def _rule(self):
        """Return the rule as a pure value."""
        self.ensure_one()
        limits = {
            f"{name}_{part}": self[f"{name}_{part}"] or 0
            for name in RANGES
            for part in ("from", "to")
        }
        return Rule(
            **limits,
            segment=self.segment or None,
            legal_status=self.legal_status or None,
            band=self.size_band_id.id or None,
            channel=self.channel or None,
            earlier=self.earlier or None,
            earlier_from=self.earlier_from,
            barred=self.time_barred or None,
        )

    def action_open_cases(self):
        """Open the cases on the track."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_case_action"
        )
        action["domain"] = [("track_id", "in", self.ids)]
        action["context"] = {"search_default_not_closed": 1}
        return action
