from odoo import api, fields, models


class DebtDebtorChange(models.Model):
    """Marks a debtor of whom something changed: the figures must be counted anew.

    Marks are only added and taken away, never changed, so that a payment never
    waits for a refresh that is going on.
    """

    _name = "debt.debtor.change"
    _description = "Change of a Debtor"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="cascade"
    )

    @api.model
    def _mark(self, pairs):
        """Mark debtors.

        :param pairs: (partner id, company id)
        """
        rows = sorted({pair for pair in pairs if all(pair)})
        if rows:
            self.env.cr.execute_values(
                """INSERT INTO debt_debtor_change (partner_id, company_id)
                   SELECT n.partner_id, n.company_id
                     FROM (VALUES %s) n (partner_id, company_id)
                    WHERE NOT EXISTS (
                          SELECT FROM debt_debtor_change m
                           WHERE m.partner_id = n.partner_id
                             AND m.company_id = n.company_id)""",
                rows,
                page_size=len(rows),
            )

    @api.model
    def _mark_cases(self, cases):
        """Mark the debtors of cases."""
        self._mark((case.debtor_id.id, case.company_id.id) for case in cases)


class DebtCase(models.Model):
    """What changes the figures of a debtor: money, opening and closing."""

    _inherit = "debt.case"

    def _replay(self):
        """Mark the debtors of whom money came or changed."""
        result = super()._replay()
        self.env["debt.debtor.change"]._mark_cases(self)
        return result

    def _set_state(self, target, **values):
        """Mark the debtors of cases that were opened or closed."""
        result = super()._set_state(target, **values)
        self.env["debt.debtor.change"]._mark_cases(self)
        return result


class DebtClaim(models.Model):
    """Claims that come or change."""

    _inherit = "debt.claim"

    def _after_change(self):
        result = super()._after_change()
        self.env["debt.debtor.change"]._mark_cases(self.case_id)
        return result


class DebtEvent(models.Model):
    """What was done, and what debtors promised."""

    _inherit = "debt.event"

    def _after_done(self):
        """Mark the debtors with whom something was done."""
        result = super()._after_done()
        self.env["debt.debtor.change"]._mark_cases(self.case_id)
        return result


class DebtHold(models.Model):
    """Holds tell of disputes, insolvency and death."""

    _inherit = "debt.hold"

    @api.model_create_multi
    def create(self, vals_list):
        """Mark the debtors of new holds."""
        holds = super().create(vals_list)
        holds._mark_debtors()
        return holds

    def write(self, vals):
        """Mark the debtors of holds that end otherwise."""
        result = super().write(vals)
        self._mark_debtors()
        return result

    def _mark_debtors(self):
        """Mark whose hold it is; one on an agreement tells nothing of a debtor."""
        self.env["debt.debtor.change"]._mark(
            (
                (
                    hold.debtor_id or hold.case_id.debtor_id or hold.claim_id.debtor_id
                ).id,
                hold.company_id.id,
            )
            for hold in self
        )


class ResPartner(models.Model):
    """Status in law and segment decide on tracks."""

    _inherit = "res.partner"

    def write(self, vals):
        """Mark debtors whose status or segment changed."""
        result = super().write(vals)
        if {
            "debt_legal_status",
            "debt_segment_manual",
            "is_company",
            "vat",
        } & vals.keys():
            # The cases of all companies, whoever may see them.
            cases = self.sudo().debt_case_ids
            self.env["debt.debtor.change"]._mark_cases(cases)
        return result
