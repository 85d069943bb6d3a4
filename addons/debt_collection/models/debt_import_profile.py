from odoo import fields, models


class DebtImportProfile(models.Model):
    """What the columns of a creditor's files mean, remembered."""

    _name = "debt.import.profile"
    _description = "Import Profile"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    agreement_id = fields.Many2one(
        "debt.agreement",
        index=True,
        ondelete="cascade",
        help="Empty: for all agreements, by choice only.",
    )
    company_id = fields.Many2one(related="agreement_id.company_id", store=True)
    mapping = fields.Json(help="Column of each field.", readonly=True)
    claim_key = fields.Selection(
        [("external_id", "Claim identifier"), ("number", "Invoice number")]
    )
    debtor_key = fields.Selection(
        [("payer", "Payer number"), ("pesel", "PESEL"), ("nip", "NIP"), ("ppe", "PPE")]
    )
    summary = fields.Text(compute="_compute_summary", string="Columns")

    def _compute_summary(self):
        labels = dict(self.env["debt.import.column"]._selection_field())
        for profile in self:
            profile.summary = "\n".join(
                f"{labels.get(code, code)}: {column}"
                for code, column in (profile.mapping or {}).items()
            )
