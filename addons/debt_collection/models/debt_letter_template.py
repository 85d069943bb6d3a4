import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.letter_fields import LETTER_FIELDS, described
from ..tools.odt import check_template, fields_used

# Purposes of letters that ask for money; they are refused when nothing may be asked.
DEMANDS_MONEY = ("reminder", "demand", "final_demand", "interest_note", "settlement")


class DebtLetterTemplate(models.Model):
    """A letter in LibreOffice Writer format, edited by users.

    It may use only the fields of :mod:`..tools.letter_fields`; anything else is
    refused when the file is uploaded, with the place of the fault.
    """

    _name = "debt.letter.template"
    _description = "Letter Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    purpose = fields.Selection(
        [
            ("reminder", "Reminder"),
            ("demand", "Demand for Payment"),
            ("final_demand", "Final Demand before Court"),
            ("interest_note", "Interest Note"),
            ("settlement", "Settlement Proposal"),
            ("balance", "Balance Confirmation"),
            ("assignment", "Notice of Assignment"),
            ("gdpr", "Information on Personal Data (art. 14 GDPR)"),
            ("envelope", "Envelope"),
            ("label", "Address Label"),
            ("other", "Other"),
        ],
        default="other",
        required=True,
    )
    paper = fields.Selection(
        [
            ("a4", "A4"),
            ("dl", "Envelope DL"),
            ("c6", "Envelope C6"),
            ("c5", "Envelope C5"),
            ("c4", "Envelope C4"),
            ("labels", "Label Sheet"),
        ],
        default="a4",
        required=True,
        help="Letters are printed together by paper.",
    )
    document = fields.Binary(
        string="Template (ODT)",
        required=True,
        attachment=True,
        help="Download it, change it in LibreOffice Writer, upload it again.",
    )
    document_name = fields.Char(default="template.odt")
    payment_days = fields.Integer(
        string="Days to Pay", default=7, help="From receipt of the letter."
    )
    instalment_count = fields.Integer(
        string="Instalments",
        default=6,
        help="Monthly instalments that a settlement proposes.",
    )
    threatened_costs = fields.Text(
        string="Costs Announced",
        help="Costs that a final demand tells the debtor to reckon with.",
    )
    demands_money = fields.Boolean(
        compute="_compute_demands_money",
        help="A letter that demands money is refused when nothing may be demanded.",
    )
    note = fields.Text()
    allowed_fields = fields.Html(compute="_compute_allowed_fields", sanitize=False)

    _code_uniq = models.Constraint(
        "UNIQUE(code, company_id)", "The code must be unique."
    )

    _instalment_count_range = models.Constraint(
        "CHECK(instalment_count BETWEEN 0 AND 120)",
        "A settlement can have up to 120 instalments.",
    )

    @api.depends("purpose")
    def _compute_demands_money(self):
        for template in self:
            template.demands_money = template.purpose in DEMANDS_MONEY

    @api.depends_context("lang")
    def _compute_allowed_fields(self):
        fields_of_letter = described(LETTER_FIELDS["letter"], self.env._)
        self.allowed_fields = self.env["ir.qweb"]._render(
            "debt_collection.letter_allowed_fields", {"fields": fields_of_letter}
        )

    @api.constrains("document")
    def _check_document(self):
        for template in self:
            faults = check_template(template._odt())
            if faults:
                lines = "\n".join(
                    f"• {fault.told(self.env._)}" for fault in faults[:10]
                )
                raise ValidationError(
                    self.env._(
                        "The template %(name)s cannot be used:\n%(faults)s",
                        name=template.document_name or template.name,
                        faults=lines,
                    )
                )

    def _odt(self):
        """Return the template as bytes."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).document or b"")

    def copy_data(self, default=None):
        """Give copies a code of their own."""
        vals_list = super().copy_data(default)
        for template, vals in zip(self, vals_list, strict=True):
            if not vals.get("code"):
                vals["code"] = template._free_code(vals.get("company_id"))
        return vals_list

    def _free_code(self, company_id):
        """Return the code of this template, numbered when the company has it."""
        own = [("company_id", "=", company_id or False)]
        templates = self.with_context(active_test=False).search(own)
        taken = set(templates.mapped("code"))
        code, number = self.code, 1
        while code in taken:
            number += 1
            code = f"{self.code}_{number}"
        return code

    def action_duplicate_for_company(self):
        """Copy the template for the company of the user and open the copy."""
        self.ensure_one()
        own = self.copy({"company_id": self.env.company.id})
        return {
            "type": "ir.actions.act_window",
            "name": own.name,
            "res_model": self._name,
            "res_id": own.id,
            "views": [(False, "form")],
        }

    def action_preview(self):
        """Show the template filled for an invented debtor."""
        self.ensure_one()
        preview = self.env["debt.letter.preview"].create({"template_id": self.id})
        return preview.action_show()

    def _fields_used(self):
        """Return the names of the letter's fields that the template uses."""
        return fields_used(self._odt())
