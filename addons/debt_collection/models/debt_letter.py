from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..services.letters import letter_values, letter_values_of
from .debt_letter_life import PLANNED, POSTAL

# Cases whose letters are written at once.
CHUNK = 500

# Fields of the life of a letter; everything else is evidence once it has a PDF.
LIFE = {"state", "event_id", "dispatch_id", "error", *POSTAL, *PLANNED}


class DebtLetter(models.Model):
    """A document sent to the debtor of a case, kept as PDF.

    The amounts it shows are a snapshot: evidence of what was written, while the case
    keeps the truth.
    """

    _name = "debt.letter"
    _description = "Letter"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    case_id = fields.Many2one(
        "debt.case", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    debtor_id = fields.Many2one(
        related="case_id.debtor_id", store=True, precompute=True
    )
    template_id = fields.Many2one("debt.letter.template", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    as_of = fields.Date(
        string="Balance As Of",
        required=True,
        readonly=True,
        help="Day up to which interest is counted.",
    )
    total = fields.Monetary(readonly=True, help="What the letter demands.")
    values = fields.Json(readonly=True, help="Everything the letter says.")
    pdf = fields.Binary(string="PDF", attachment=True, readonly=True)
    pdf_name = fields.Char(compute="_compute_pdf_name")
    state = fields.Selection(
        [
            ("waiting", "Being made"),
            ("ready", "Ready to Print"),
            ("printed", "Printed"),
            ("posted", "Posted"),
            ("delivered", "Delivered"),
            ("returned", "Returned"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    paper = fields.Selection(related="template_id.paper", store=True, precompute=True)
    event_id = fields.Many2one("debt.event", readonly=True, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user
    )

    @api.depends("name", "case_id")
    def _compute_pdf_name(self):
        for letter in self:
            number = (letter.case_id.name or "").replace("/", "-")
            letter.pdf_name = f"{number} {letter.name}.pdf"

    def write(self, vals):
        """Complete a letter being made; what was written stays as it was."""
        evidence = vals.keys() - LIFE
        if evidence and (evidence != {"pdf"} or any(self.mapped("pdf"))):
            raise UserError(self.env._("A letter is evidence and cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A letter is evidence and cannot be deleted."))

    @api.model
    def _generate(self, cases, template, as_of=None):
        """Make a letter for each case, with its PDF and its event.

        :param cases: debt.case records
        :param template: debt.letter.template
        :param as_of: day of the balance, today when empty
        :raises UserError: a case owes nothing that may be demanded, or no PDF came out
        """
        as_of = as_of or self.env["debt.balance"]._today()
        letters = self._write(cases, template, as_of)
        if missing := cases - letters.case_id:
            letter_values(missing[0], template, as_of)
        letters._render_or_raise()
        letters._register_events()
        return letters

    @api.model
    def _write(self, cases, template, as_of=None, vals_by_case=None):
        """Write a letter for each case that owes something; PDFs are made later.

        :param cases: debt.case records
        :param template: debt.letter.template
        :param as_of: day of the balance, today when empty
        :param vals_by_case: ``{case id: values of more columns}``
        :return: letters in the state "waiting"
        """
        self.check_access("create")
        as_of = as_of or self.env["debt.balance"]._today()
        letters = self.browse()
        for ids in split_every(CHUNK, cases.ids):
            chunk = cases.browse(ids)
            letters += self._write_chunk(chunk, template, as_of, vals_by_case or {})
        return letters

    def _write_chunk(self, cases, template, as_of, vals_by_case):
        written = letter_values_of(cases, template, as_of)
        same = {
            "name": template.name,
            "template_id": template.id,
            "date": self.env["debt.balance"]._today(),
            "as_of": as_of,
        }
        letters = self.create(
            [
                {
                    **same,
                    "case_id": case_id,
                    "total": total,
                    "values": values,
                    **vals_by_case.get(case_id, {}),
                }
                for case_id, (total, values) in written.items()
            ]
        )
        letters.flush_recordset()
        # What thousands of letters say would fill the memory.
        letters.invalidate_recordset(["values"], flush=False)
        return letters

    def _register_events(self):
        """Write the letters into the history of their cases."""
        kind = self.env.ref("debt_collection.event_type_letter")
        events = self.env["debt.event"].create(
            [
                {
                    "case_id": letter.case_id.id,
                    "type_id": kind.id,
                    "state": "done",
                    "date": letter.date,
                    "user_id": letter.user_id.id,
                    "note": letter.name,
                }
                for letter in self
            ]
        )
        for letter, event in zip(self, events, strict=True):
            letter.event_id = event

    def action_download(self):
        """Open the PDF."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/debt.letter/{self.id}/pdf/{self.pdf_name}",
            "target": "new",
        }
