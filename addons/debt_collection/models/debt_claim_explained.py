from dataclasses import asdict

from odoo import api, fields, models
from odoo.tools import formatLang

from ..tools.interest import RateMissing


class DebtClaim(models.Model):
    """Why a claim is as high as it is: its interest, line by line."""

    _inherit = "debt.claim"

    interest_explained = fields.Html(
        compute="_compute_interest_explained",
        sanitize=False,
        groups="debt_collection.group_details",
    )
    interest_terms = fields.Char(
        compute="_compute_interest_terms",
        groups="debt_collection.group_details",
        help="Terms that apply, and the level they come from.",
    )
    balance_day = fields.Date(
        compute="_compute_balance_day",
        help="Day for which balances are shown; empty: today.",
    )

    @api.depends_context("debt_as_of")
    def _compute_balance_day(self):
        chosen = self.env.context.get("debt_as_of")
        self.balance_day = chosen and self.env["debt.balance"]._as_of()

    @api.depends(
        "interest_kind_id",
        "interest_percent",
        "case_id.interest_kind_id",
        "case_id.interest_percent",
        "kind_id",
    )
    def _compute_interest_terms(self):
        for claim in self:
            claim.interest_terms = claim._terms_label() if claim.case_id else False

    def _terms_label(self):
        """Return the terms as text: ``Agreed interest 12 % (from the case)``."""
        if not self.kind_id.bears_interest:
            return self.env._("None: claims of this kind bear no interest")
        level = self._interest_level()
        kind = self._effective_interest_kind()
        percent = f" {level.interest_percent:g} %" if level and kind.agreed_rate else ""
        origin = {
            "debt.claim": self.env._("set on the claim"),
            "debt.case": self.env._("from the case"),
            "debt.agreement": self.env._("from the agreement"),
        }.get(level and level._name, self.env._("default of the company"))
        return f"{kind.name}{percent} ({origin})"

    def _effective_interest_kind(self):
        """Return the interest kind that applies, on whichever level it was chosen."""
        level = self._interest_level()
        default = self.company_id._debt_default_interest_kind
        return level.interest_kind_id if level else default()

    @api.depends("segment_ids", "principal", "interest_kind_id", "interest_percent")
    @api.depends_context("debt_as_of", "lang")
    def _compute_interest_explained(self):
        as_of = self.env["debt.balance"]._as_of()
        stored = self.filtered("id")
        (self - stored).interest_explained = False
        for claim in stored:
            claim.interest_explained = self.env["ir.qweb"]._render(
                "debt_collection.claim_interest_explained",
                {"claim": claim, "as_of": as_of, **claim._explanation(as_of)},
            )

    def _explanation(self, as_of):
        """Return the values of the template: lines, total, and what to beware of."""
        periods, missing = [], False
        try:
            periods = self._interest_periods(as_of)
        except RateMissing as error:
            missing = error.told(self.env._)
        return {
            "lines": [self._explanation_line(period) for period in periods],
            "total": float(sum(period.interest for period in periods)),
            "missing": missing,
            "unverified_after": self._unverified_after(as_of),
        }

    def _explanation_line(self, period):
        """Return a period as the template prints it: amounts as Odoo formats them."""
        return {
            **asdict(period),
            "percent": self._percent_label(period.percent),
            "principal": float(period.principal),
            "interest": float(period.interest),
        }

    def _percent_label(self, percent):
        """Return a rate as the user writes numbers: at least two decimal places."""
        places = -percent.normalize().as_tuple().exponent
        return f"{formatLang(self.env, float(percent), digits=max(places, 2))} %"

    def _unverified_after(self, as_of):
        """Return the last day the rates were verified for, when it has passed."""
        kind = self._effective_interest_kind()
        verified = (kind.cap_kind_id or kind).verified_until
        return verified if verified and verified < as_of else False
