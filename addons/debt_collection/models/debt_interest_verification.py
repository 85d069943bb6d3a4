from odoo import api, fields, models


class DebtInterestKind(models.Model):
    """How current the rates of a kind are."""

    _inherit = "debt.interest.kind"

    current_percent = fields.Float(
        string="Rate Today (%)", digits=(8, 4), compute="_compute_verification"
    )
    verified_until = fields.Date(
        compute="_compute_verification",
        help="Day up to which no later change of the rate was known.",
    )
    verification = fields.Selection(
        [
            ("verified", "Verified"),
            ("outdated", "To be checked"),
            ("unverified", "Never verified"),
        ],
        compute="_compute_verification",
        help="To be checked: since the last verification the rate may have changed.",
    )

    @api.depends("rate_ids.percent", "rate_ids.date_from", "rate_ids.verified_until")
    def _compute_verification(self):
        today = self.env["debt.balance"]._today()
        for kind in self:
            begun = kind.rate_ids.filtered(
                lambda rate: rate.date_from and rate.date_from <= today
            )
            rate = begun.sorted("date_from")[-1:]
            kind.current_percent = rate.percent
            kind.verified_until = rate.verified_until
            kind.verification = rate and _verdict(rate.verified_until, today)


class DebtInterestRate(models.Model):
    """Marks the rate in force that may be out of date."""

    _inherit = "debt.interest.rate"

    outdated = fields.Boolean(
        compute="_compute_outdated",
        help="The rate is in force, but was verified only up to an earlier day.",
    )

    @api.depends("verified_until", "kind_id.rate_ids.date_from")
    def _compute_outdated(self):
        today = self.env["debt.balance"]._today()
        for rate in self:
            in_force = not rate.date_to or rate.date_to >= today
            verified = rate.verified_until and rate.verified_until >= today
            rate.outdated = bool(in_force and not verified)


def _verdict(verified_until, today):
    """Return the verification state of a rate in force on a day."""
    if not verified_until:
        return "unverified"
    return "verified" if verified_until >= today else "outdated"
