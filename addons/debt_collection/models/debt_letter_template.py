import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.letter_fields import LETTER_FIELDS, described
from ..tools.odt import check_template, fields_used


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
    note = fields.Text()
    allowed_fields = fields.Html(compute="_compute_allowed_fields", sanitize=False)

    _code_uniq = models.Constraint(
        "UNIQUE(code, company_id)", "The code must be unique."
    )

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

    def _fields_used(self):
        """Return the names of the letter's fields that the template uses."""
        return fields_used(self._odt())
