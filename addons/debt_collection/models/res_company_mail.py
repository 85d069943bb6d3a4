from odoo import api, fields, models


class ResCompany(models.Model):
    """The address at which a company takes mail for its cases."""

    _inherit = "res.company"

    debt_mail_alias_id = fields.Many2one(
        "mail.alias", string="Alias of Incoming Mail", copy=False
    )
    debt_mail_alias_name = fields.Char(
        string="Address of Incoming Mail",
        compute="_compute_debt_mail_alias_name",
        inverse="_inverse_debt_mail_alias_name",
        help="The part before @; mail to it lands on the case it names. Empty: none.",
    )

    @api.depends("debt_mail_alias_id.alias_name")
    def _compute_debt_mail_alias_name(self):
        for company in self:
            company.debt_mail_alias_name = company.debt_mail_alias_id.alias_name

    def _inverse_debt_mail_alias_name(self):
        for company in self:
            name = company.debt_mail_alias_name
            if not name:
                company.debt_mail_alias_id.unlink()
            elif company.debt_mail_alias_id:
                company.debt_mail_alias_id.alias_name = name
            else:
                company.debt_mail_alias_id = self.env["mail.alias"].create(
                    company._debt_mail_alias_values(name)
                )

    def _debt_mail_alias_values(self, name):
        return {
            "alias_name": name,
            "alias_domain_id": self.alias_domain_id.id,
            "alias_model_id": self.env["ir.model"]._get_id("debt.incoming.mail"),
            "alias_contact": "everyone",
            "alias_defaults": repr({"company_id": self.id}),
        }
