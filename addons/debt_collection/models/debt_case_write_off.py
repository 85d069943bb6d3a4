from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..services.write_off import WriteOff
from ..tools.money import from_float

# Cases that one run of the daily job takes.
CHUNK = 500


class DebtCase(models.Model):
    """Debt that is given up without money."""

    _inherit = "debt.case"

    def _write_off(self, amount, date, reason, claims=None):
        """Lower what is owed on the case by an amount that nobody pays.

        The caller has checked the right to give debt up.

        :param amount: above zero, in the currency of the case
        :param date: the day from which it is no longer owed
        :param reason: text kept in the ledger
        :param claims: claims it is credited to first; None: as payments are
        :return: the credits in the ledger of the case
        """
        self.ensure_one()
        payments = WriteOff(self.env, date, reason).book([(self, amount, claims)])
        return payments.with_env(self.env)

    def _check_may_write_off(self):
        """Let only accountants and managers give debt up.

        :raises AccessError: for everybody else
        """
        user = self.env.user
        if not self.env.su and not user._debt_has_role("accountant", "manager"):
            raise AccessError(
                self.env._("Only an accountant or a manager may write debt off.")
            )
        self.check_access("read")

    # === SMALL RESTS === #
    @api.model
    def _cron_write_off_small_rests(self):
        """Write off what a tolerance forgives of paid cases, and close them."""
        done = self._write_off_small_rests(CHUNK)
        self.env["ir.cron"]._commit_progress(
            len(done), remaining=CHUNK if len(done) == CHUNK else 0
        )

    @api.model
    def _write_off_small_rests(self, limit=None):
        """Write off the rests of paid cases that are within the tolerance.

        A case is found only while it owes something and is closed afterwards, so a
        second run finds nothing. Cases that somebody else is changing are left for
        the next run.

        :return: the cases that were closed
        """
        cases = self.search(self._small_rest_domain(), order="id", limit=limit)
        cases = cases.try_lock_for_update()
        cases.invalidate_recordset()
        rests = {
            case: from_float(case.total_due)
            for case in cases
            if case.state == "open" and 0 < case.total_due <= case._tolerance()
        }
        today = self.env["debt.balance"]._today()
        reason = self.env._("Rest below the tolerance")
        WriteOff(self.env, today, reason).book(
            [(case, float(rest), None) for case, rest in rests.items()]
        )
        closed = self.browse([case.id for case in rests])
        closed.invalidate_recordset()
        closed = closed.filtered(lambda case: case.total_due <= 0)
        closed._close("paid")
        return closed

    def _small_rest_domain(self):
        """Return the domain of open cases that money has paid down to the tolerance."""
        paid = Domain(
            "payment_ids",
            "any",
            [("state", "=", "booked"), ("received_by", "!=", "nobody")],
        )
        agreements = self.env["debt.agreement"].search([]).grouped("write_off_up_to")
        rests = Domain.OR(
            Domain("agreement_id", "in", group.ids) & Domain("total_due", "<=", limit)
            for limit, group in agreements.items()
            if limit > 0
        )
        owing = Domain("state", "=", "open") & Domain("total_due", ">", 0)
        return owing & paid & rests

    def _tolerance(self):
        """Return up to which amount the rest of the paid case is given up."""
        return self.agreement_id.write_off_up_to


class DebtAgreement(models.Model):
    """Up to which rest a paid case is given up."""

    _inherit = "debt.agreement"

    tolerance_rule = fields.Selection(
        [("company", "As the company says"), ("own", "Own amount")],
        string="Small Rests",
        default="company",
        required=True,
        help="Rests of paid cases up to an amount are written off by themselves and "
        "the cases closed as paid.",
    )
    tolerance = fields.Monetary(string="Written Off up to", help="0: never.")
    write_off_up_to = fields.Float(compute="_compute_write_off_up_to")

    _tolerance_positive = models.Constraint(
        "CHECK(tolerance >= 0)", "The amount of small rests cannot be less than zero."
    )

    @api.depends("tolerance_rule", "tolerance", "company_id.debt_tolerance")
    def _compute_write_off_up_to(self):
        for agreement in self:
            own = agreement.tolerance_rule == "own"
            company = agreement.company_id.sudo()  # a setting, no secret
            agreement.write_off_up_to = (
                agreement.tolerance if own else company.debt_tolerance
            )
