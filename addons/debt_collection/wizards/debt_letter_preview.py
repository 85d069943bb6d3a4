import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.letters import letter_values
from ..tools.letter_sample import sample_values
from ..tools.odt import LetterFault, TemplateRefused, render_batch
from ..tools.soffice import OfficeError, shared_office


class DebtLetterPreview(models.TransientModel):
    """A template as it will be printed: for an invented debtor or a chosen case.

    Nothing is kept: no letter, no event.
    """

    _name = "debt.letter.preview"
    _description = "Preview of a Letter"

    template_id = fields.Many2one(
        "debt.letter.template", required=True, readonly=True, ondelete="cascade"
    )
    case_id = fields.Many2one(
        "debt.case",
        ondelete="cascade",
        help="Empty: an invented debtor.",
    )
    as_of = fields.Date(
        string="Balance As Of",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    pdf = fields.Binary(string="PDF", attachment=False, readonly=True)

    def action_show(self):
        """Make the PDF and open it in a dialog."""
        self.ensure_one()
        self.pdf = base64.b64encode(self._rendered())
        return {
            "type": "ir.actions.act_window",
            "name": self.template_id.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _rendered(self):
        """Return the letter as PDF."""
        try:
            odt = render_batch(self.template_id._odt(), [self._values()])
            return shared_office().convert(odt)
        except (TemplateRefused, LetterFault, OfficeError) as error:
            raise UserError(
                self.env._(
                    "The template %(name)s could not be shown. %(error)s",
                    name=self.template_id.name,
                    error=error.told(self.env._),
                )
            ) from error

    def _values(self):
        template = self.template_id
        if self.case_id:
            return letter_values(self.case_id, template, self.as_of)[1]
        return sample_values(
            template.purpose,
            self.env["debt.balance"]._today(),
            template.instalment_count,
        ) | {
            "payment_days": str(template.payment_days),
            "threatened_costs": template.threatened_costs or "",
        }
