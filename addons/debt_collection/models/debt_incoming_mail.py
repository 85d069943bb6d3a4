from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext
from odoo.tools.mail import unfold_references

from ..services.incoming_mail import CaseFinder

PREVIEW = 200


class DebtIncomingMail(models.Model):
    """A mail that came to the address of the agency, on its way to a case."""

    _name = "debt.incoming.mail"
    _description = "Incoming Mail"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _primary_email = "email_from"

    name = fields.Char(string="Subject", readonly=True)
    email_from = fields.Char(string="From", readonly=True)
    date = fields.Datetime(
        string="Received", readonly=True, default=fields.Datetime.now
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    message_ref = fields.Char(string="Message-Id", required=True, readonly=True)
    message_id = fields.Many2one("mail.message", string="Mail", readonly=True)
    body = fields.Html(related="message_id.body")
    preview = fields.Char(compute="_compute_preview")
    attachment_ids = fields.Many2many(related="message_id.attachment_ids")
    state = fields.Selection(
        [
            ("unassigned", "Unassigned"),
            ("assigned", "On a Case"),
            ("automatic", "Written by a Machine"),
            ("discarded", "Discarded"),
        ],
        required=True,
        readonly=True,
        default="unassigned",
        index=True,
    )
    case_id = fields.Many2one(
        "debt.case",
        index="btree_not_null",
        check_company=True,
        help="Where the mail goes, or went.",
    )
    candidate_ids = fields.Many2many(
        "debt.case",
        string="Possible Cases",
        compute="_compute_candidate_ids",
        help="Cases the mail names, and those of its sender.",
    )
    user_id = fields.Many2one("res.users", string="Assigned By", readonly=True)

    _message_uniq = models.UniqueIndex(
        "(company_id, message_ref)", "This mail came already."
    )

    @api.depends("message_id.body")
    def _compute_preview(self):
        for mail in self:
            text = " ".join(html2plaintext(mail.body or "").split())
            mail.preview = text[:PREVIEW]

    def _compute_candidate_ids(self):
        """Offer cases; the record rules leave those the user may see."""
        for mail in self:
            mail.candidate_ids = mail._find().candidates

    def _find(self):
        """Return where the mail belongs, among the cases the user may see."""
        self.ensure_one()
        finder = CaseFinder(self.env, self.company_id)
        return finder.find(self.email_from, self.name, self.body)

    # === THE MAIL GATEWAY === #
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Record a mail; one that came before is not recorded again."""
        values = {
            **(custom_values or {}),
            "name": msg_dict.get("subject"),
            "message_ref": msg_dict["message_id"],
        }
        company = values.setdefault("company_id", self.env.company.id)
        known = self.search(
            [
                ("company_id", "=", company),
                ("message_ref", "=", values["message_ref"]),
            ]
        )
        answered = self._answered_case(msg_dict, company)
        return known or super().message_new(
            msg_dict, {**values, "case_id": answered.id}
        )

    @api.model
    def _answered_case(self, msg_dict, company_id):
        """Return the case whose message a mail to our address answers."""
        named = f"{msg_dict.get('references', '')} {msg_dict.get('in_reply_to', '')}"
        answered = self.env["mail.message"].search(
            [
                ("model", "=", "debt.case"),
                ("message_id", "in", unfold_references(named)),
            ],
            limit=1,
        )
        case = self.env["debt.case"].browse(answered.res_id or [])
        return case.filtered(lambda case: case.company_id.id == company_id)

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type == "email" and not self.message_id:
            self.message_id = message
            self._settle()
        return result

    def _settle(self):
        """Put the mail on the case it surely belongs to, or let it wait."""
        if self.env.context.get("debt_automatic_mail"):
            self.state = "automatic"
        elif case := self.case_id or self._find().case:
            self._deliver(case)

    # === ASSIGNING === #
    def action_assign(self):
        """Put the mail on the chosen case."""
        for mail in self:
            if not mail.case_id:
                raise UserError(self.env._("Choose the case the mail belongs to."))
            mail._deliver(mail.case_id)

    def action_discard(self):
        """Take mails that belong to no case off the list; they are kept."""
        self._waiting().write({"state": "discarded", "user_id": self.env.uid})

    def action_restore(self):
        """Put discarded mails and those of machines back on the list."""
        back = self.filtered(lambda mail: mail.state in ("discarded", "automatic"))
        back.write({"state": "unassigned", "user_id": False})

    def action_open_case(self):
        """Open the case the mail is on."""
        self.ensure_one()
        return self.case_id.get_formview_action()

    def write(self, vals):
        """Keep mails that are on a case where they are."""
        if "case_id" in vals and any(mail.state == "assigned" for mail in self):
            raise UserError(self.env._("The mail is on a case already."))
        return super().write(vals)

    def _waiting(self):
        return self.filtered(lambda mail: mail.state == "unassigned")

    def _deliver(self, case):
        """Put the mail on a case, with its event, once."""
        self.ensure_one()
        # Two people may assign it at once: one of them is told so.
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        if not self._waiting():
            raise UserError(self.env._("Somebody else has dealt with this mail."))
        case.check_access("write")
        case._receive_mail(self.message_id)
        self.write({"state": "assigned", "case_id": case.id, "user_id": self.env.uid})
