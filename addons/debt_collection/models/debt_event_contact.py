from odoo import api, fields, models
from odoo.exceptions import ValidationError

DEPARTMENTS = [
    ("sales", "Sales"),
    ("service", "Customer Service"),
    ("accounting", "Accounting"),
    ("collection", "Collection"),
    ("other", "Other"),
]


class DebtEvent(models.Model):
    """Contacts of any department with anybody: events that need no case."""

    _inherit = "debt.event"

    department = fields.Selection(
        DEPARTMENTS,
        compute="_compute_department",
        store=True,
        readonly=False,
        precompute=True,
        help="Who in the company had the contact.",
    )

    @api.depends("case_id")
    def _compute_department(self):
        for event in self:
            own = "collection" if event.case_id else False
            event.department = event.department or own

    @api.constrains("case_id", "type_id", "outcome_id", "promise_date", "claim_ids")
    def _check_needs_case(self):
        # Whoever registers a contact without a case may not read claims.
        for event in self.sudo().filtered(lambda event: not event.case_id):
            legal = event.type_id.limitation_effect or event.outcome_id.promise
            if legal or event.promise_date or event.claim_ids:
                raise ValidationError(
                    self.env._(
                        "Promises, claims and what touches limitation belong to a "
                        "case. Register the event on the case."
                    )
                )

    @api.constrains("case_id", "company_id")
    def _check_company_of_case(self):
        # Read only to compare; the event itself was checked before.
        for event in self.sudo():
            if event.case_id and event.case_id.company_id != event.company_id:
                raise ValidationError(
                    self.env._("An event belongs to the company of its case.")
                )

    @api.model
    def default_get(self, names):
        """Propose the department in which the user had his last contact."""
        values = super().default_get(names)
        if "department" in names and self.env.context.get("debt_contact"):
            last = self.search(
                [("user_id", "=", self.env.uid), ("department", "!=", False)], limit=1
            )
            values.setdefault("department", last.department)
        return values

    def action_complete(self):
        """Ask for outcome and note of a planned contact, as of any planned event."""
        self.ensure_one()
        if self.case_id:
            return super().action_complete()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_contact_register_action"
        )
        return {**action, "name": self.display_name, "res_id": self.id}
