from odoo import models

from ..services import remittance_statement as statement
from ..tools.money import format_pln, from_float


class DebtRemittance(models.Model):
    """What the creditor gets: his statement, by e-mail."""

    _inherit = "debt.remittance"

    def _statement(self):
        """Return what the printed statement shows."""
        self.ensure_one()
        lists = statement.sections(self)
        lines = sum(len(rows) for _title, _header, rows in lists)
        return {
            "heading": statement.heading(self),
            "summary": statement.summary(self),
            "lists": lists if lines <= statement.PAPER_LINES else [],
            "too_long": lines > statement.PAPER_LINES and lines,
            "money": self._statement_money,
        }

    def _statement_money(self, amount):
        if self.currency_id.name == "PLN":
            return format_pln(from_float(amount))
        return f"{from_float(amount):,.2f} {self.currency_id.name}"

    def _statement_name(self):
        """Return the name of the files, without what paths cannot have."""
        self.ensure_one()
        number = self.name if self.name != "/" else self.env._("draft")
        stem = self.env._("remittance")
        return f"{stem}-{number}-{self.agreement_id.code}".replace("/", "-")

    def action_send(self):
        """Open an e-mail to the creditor with his statement as PDF and XLSX."""
        self.ensure_one()
        template = self.env.ref("debt_collection.mail_template_remittance")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to Creditor"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
                "force_email": True,
            },
        }

    def action_open_commissions(self):
        """Open the list behind the commission."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_commission_line_creditor_action"
        )
        action["domain"] = [("remittance_id", "=", self.id)]
        action["context"] = {"side": "creditor", "search_default_group_rule": 1}
        return action


class RemittanceXlsx(models.AbstractModel):
    """The statement as a workbook."""

    _name = "report.debt_collection.remittance_xlsx"
    _description = "Remittance Statement (XLSX)"
    _inherit = "report.report_xlsx.abstract"

    def generate_xlsx_report(self, workbook, data, remittances):
        """Write the statement of the first remittance."""
        remittance = remittances[:1]
        remittance.check_access("read")
        language = remittance.party_id.lang or self.env.lang
        statement.write_workbook(workbook, remittance.with_context(lang=language))
