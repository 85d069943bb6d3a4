from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..services.own_receivables import HandOver

CRON_CHUNK = 500


class AccountMove(models.Model):
    """Customer invoices that are handed over to collection."""

    _inherit = "account.move"

    def action_debt_hand_over(self):
        """Make claims of what is overdue on the chosen invoices.

        :return: a notification that counts the claims and says why others were left
        """
        self.env["debt.claim"].check_access("create")
        service = HandOver(self.env)
        claims = self.env["debt.claim"]
        items = service.overdue([("move_id", "in", self.ids)])
        for (company, currency), group in items.grouped(
            lambda item: (item.company_id, item.currency_id)
        ).items():
            claims |= service.hand_over(group, service.package_of(company, currency))
        skipped = [move._debt_why_left() for move in self - claims.move_id]
        return self._debt_hand_over_notice(claims, skipped)

    def _debt_hand_over_notice(self, claims, skipped):
        count = self.env._("Claims made: %(count)s", count=len(claims))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if claims else "warning",
                "sticky": bool(skipped),
                "message": "; ".join([count, *skipped]),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _debt_why_left(self):
        """Say why the invoice was not handed over."""
        self.ensure_one()
        name = self.display_name
        if self.move_type != "out_invoice":
            return self.env._("%(name)s is no customer invoice", name=name)
        if self.state != "posted":
            return self.env._("%(name)s is not posted", name=name)
        if self.no_followup:
            return self.env._("%(name)s is excluded from follow-up", name=name)
        if self.amount_residual <= 0:
            return self.env._("%(name)s is paid", name=name)
        if self.env["debt.claim"].search_count([("move_id", "=", self.id)], limit=1):
            return self.env._("%(name)s is handed over already", name=name)
        return self.env._("%(name)s is not overdue", name=name)

    @api.model
    def _cron_debt_hand_over(self):
        """Hand overdue invoices over to the packages that take them."""
        service = HandOver(self.env)
        packages = self.env["debt.package"].search(
            [("takes_invoices", "=", True), ("agreement_id.kind", "=", "own")],
            order="id",
        )
        for package in packages:
            items = service.overdue(
                [
                    ("company_id", "=", package.company_id.id),
                    ("currency_id", "=", package.currency_id.id),
                ],
                package.agreement_id.own_grace_days,
            )
            for chunk in split_every(CRON_CHUNK, items.ids, items.browse):
                service.hand_over(chunk, package)
                self.env["ir.cron"]._commit_progress(len(chunk))

    def button_draft(self):
        """Refuse to take back entries on which cases rely."""
        self._debt_check_free()
        return super().button_draft()

    def _debt_check_free(self):
        # The check holds for everybody, with or without rights on cases.
        claim = (
            self.env["debt.claim"]
            .sudo()
            .search(
                [("move_id", "in", self.ids), ("state", "!=", "withdrawn")], limit=1
            )
        )
        if claim:
            raise UserError(
                self.env._(
                    "Invoice %(number)s is a claim of case %(case)s. Withdraw the "
                    "claim first, or correct the invoice by a credit note.",
                    number=claim.number,
                    case=claim.case_id.name,
                )
            )
        self.statement_line_id._debt_check_unbooked()
