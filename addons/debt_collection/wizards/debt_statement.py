import base64

from odoo import api, fields, models

from ..services import statement_sheet
from ..services.statement import statements
from ..tools.interest import RateMissing
from ..tools.money import format_pln
from ..tools.polish import address_text, day_text, percent_text


class DebtStatement(models.TransientModel):
    """The statement of account of cases: screen, PDF and spreadsheet."""

    _name = "debt.statement"
    _description = "Statement of Account"
    _inherit = ["debt.paper.language"]

    case_ids = fields.Many2many("debt.case", string="Cases", required=True)
    case_count = fields.Integer(compute="_compute_case_count")
    date = fields.Date(
        string="As Of",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="What came later does not count: claims, costs, payments, interest.",
    )
    layout = fields.Selection(
        [
            ("debts", "Debt by debt"),
            ("days", "Day by day"),
            ("both", "Both"),
        ],
        string="Show",
        required=True,
        default="debts",
    )
    with_reversed = fields.Boolean(
        string="Reversed Payments Too",
        help="They count for nothing; they only show what happened.",
    )
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.model
    def default_get(self, fields_list):
        """Take the cases from which the statement was asked for."""
        values = super().default_get(fields_list)
        context = self.env.context
        if "case_ids" in fields_list and context.get("active_model") == "debt.case":
            values.setdefault("case_ids", [(6, 0, context.get("active_ids") or [])])
        return values

    @api.depends("case_ids", "date")
    def _compute_display_name(self):
        for wizard in self:
            one = len(wizard.case_ids) == 1 and wizard.case_ids.name
            wizard.display_name = " ".join(
                part
                for part in (
                    self.env._("Statement of account"),
                    one and one.replace("/", "-"),
                    wizard.date and fields.Date.to_string(wizard.date),
                )
                if part
            )

    @api.depends("case_ids")
    def _compute_case_count(self):
        for wizard in self:
            wizard.case_count = len(wizard.case_ids)

    @api.depends("case_ids", "date", "layout", "with_reversed")
    @api.depends_context("lang", "uid")
    def _compute_content(self):
        for wizard in self:
            wizard.content = self.env["ir.qweb"]._render(
                "debt_collection.statement_screen", wizard._report_values()
            )

    def _report_values(self):
        """Return the values of the templates: statements by case, and how to write."""
        self.ensure_one()
        # Of a form that is not saved yet the records are new ones.
        cases = self.env["debt.case"].browse(self.case_ids._origin.ids)
        found, fault = {}, False
        if self.date and cases:
            try:
                found = statements(cases, self.date, self.with_reversed)
            except RateMissing as error:
                fault = error.told(self.env._)
        return {
            "doc": self,
            "cases": cases if found else cases.browse(),
            "statements": found,
            "fault": fault,
            "sums": _sums(found.values()),
            "sources": dict(
                self.env["debt.payment"]
                ._fields["source"]
                ._description_selection(self.env)
            ),
            # Interest terms are among what phone operators do not see.
            "with_terms": self.env.user.has_group("debt_collection.group_details"),
            "money": format_pln,
            "day": day_text,
            "percent": percent_text,
            "address": address_text,
        }

    # === BUTTONS === #
    def action_pdf(self):
        """Print the statement, a page for each case."""
        self.ensure_one()
        report = self.env.ref("debt_collection.statement_report")
        return report.report_action(self, config=False)

    def action_xlsx(self):
        """Download the statement as a workbook, a sheet for each case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/xlsx/"
            f"{self.display_name}.xlsx?download=1",
            "target": "download",
        }

    xlsx = fields.Binary(compute="_compute_xlsx")

    @api.depends("content")
    def _compute_xlsx(self):
        for wizard in self:
            book = statement_sheet.build(wizard.env, wizard._report_values())
            wizard.xlsx = base64.b64encode(book)


class DebtCase(models.Model):
    """Opens its statement of account."""

    _inherit = "debt.case"

    def action_statement(self):
        """Open the statement of account of the cases on the day that is shown."""
        day = self.env["debt.balance"]._as_of()
        wizard = self.env["debt.statement"].create(
            {"case_ids": [(6, 0, self.ids)], "date": day}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement of Account"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
        }


def _sums(found):
    """Return the sums of several statements by name."""
    names = (
        "principal_due",
        "interest_due",
        "costs_due",
        "total_due",
        "paid",
        "noted",
        "given_up",
        "overpaid",
    )
    return {name: sum(getattr(one, name) for one in found) for name in names}
