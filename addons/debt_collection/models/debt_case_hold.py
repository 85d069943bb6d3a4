from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class DebtCase(models.Model):
    """Holds that a case is under: its own, of its debtor and of its agreement."""

    _inherit = "debt.case"

    hold_ids = fields.One2many("debt.hold", "case_id", string="Holds")
    on_hold = fields.Boolean(
        compute="_compute_on_hold",
        search="_search_on_hold",
        help="Nothing is done on the case today; holds end by themselves.",
    )
    hold_label = fields.Char(compute="_compute_on_hold", string="Held Because")

    @api.depends("hold_ids.date_to", "hold_ids.date_from")
    def _compute_on_hold(self):
        holds = self._holds_in_force(self.env["debt.balance"]._today())
        for case in self:
            hold = holds.get(case._origin.id)
            case.on_hold = bool(hold)
            case.hold_label = hold and hold.display_name

    def _search_on_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        day = self.env["debt.balance"]._today()
        held = SQL("(SELECT case_id FROM (%s) held)", self._held_query(day, day))
        return list(Domain("id", "in", held))

    @api.model
    def _held_query(self, first, last, cases=None):
        """Return SQL of the holds on whole cases that touch a period.

        :param cases: SQL yielding case ids, or None for all cases
        :return: columns case_id, hold_id, date_from, date_to
        """
        self.env["debt.hold"].flush_model()
        levels = (
            SQL("hold.case_id = held.id"),
            SQL("hold.agreement_id = held.agreement_id"),
            SQL(
                "hold.debtor_id = held.debtor_id AND hold.company_id = held.company_id"
            ),
        )
        parts = [
            SQL(
                """SELECT held.id AS case_id, hold.id AS hold_id, hold.date_from,
                          hold.date_to
                     FROM debt_hold hold JOIN debt_case held ON %(level)s
                    WHERE hold.date_from <= %(last)s
                      AND (hold.date_to IS NULL OR hold.date_to >= %(first)s)
                      %(cases)s""",
                level=level,
                first=first,
                last=last,
                cases=SQL("AND held.id IN (%s)", cases) if cases else SQL(),
            )
            for level in levels
        ]
        return SQL(" UNION ALL ").join(parts)

    def _holds_in_force(self, day, but=None):
        """Return ``{case id: debt.hold}`` of those held as a whole on a day.

        :param but: kind of hold that does not count
        """
        ids = self._origin.ids
        if not ids:
            return {}
        query = self._held_query(day, day, SQL("SELECT unnest(%s)", ids))
        rows = self.env.execute_query(query)
        holds = self.env["debt.hold"].browse(row[1] for row in rows)
        return {
            row[0]: hold
            for row, hold in zip(rows, holds, strict=True)
            if not but or hold.kind != but
        }

    def action_lift_holds(self):
        """Go on with the cases: end their own holds."""
        day = self.env["debt.balance"]._today()
        own = self.hold_ids.filtered_domain(self.env["debt.hold"]._in_force_domain(day))
        own.action_lift()
