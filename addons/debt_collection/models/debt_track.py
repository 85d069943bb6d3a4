from odoo import api, fields, models
from odoo.tools import SQL


class DebtTrack(models.Model):
    """Treatment of cases (tryb A–F): which procedure, and from when."""

    _name = "debt.track"
    _description = "Track"
    _order = "sequence, code"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    procedure_id = fields.Many2one(
        "debt.procedure", help="Empty: the procedure of the package."
    )
    grace = fields.Boolean(
        string="Wait the Usual Delay",
        help="The procedure starts later by the days the debtor usually pays late.",
    )
    grace_limit = fields.Integer(string="At Most Days", default=30)
    preferred_first = fields.Boolean(
        string="Begin with the Preferred Action",
        help="The procedure begins with the step after which money of the debtor "
        "most often came.",
    )
    note = fields.Text()

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "The code must be unique."
    )

    @api.model
    def _grace_query(self):
        """Return SQL of (case_id, days) to wait before a procedure starts."""
        return SQL(
            """SELECT c.id AS case_id,
                      LEAST(GREATEST(f.average_delay, 0), t.grace_limit)::integer
                          AS days
                 FROM debt_case c
                 JOIN debt_track t ON t.id = c.track_id AND t.grace
                 JOIN debt_debtor_figures f ON f.partner_id = c.debtor_id
                  AND f.company_id = c.company_id AND f.average_delay IS NOT NULL"""
        )
