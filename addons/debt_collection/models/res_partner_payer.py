from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.payer import PLAIN


class ResPartner(models.Model):
    """Payers: their names as banks write them, and those who pay for many."""

    _inherit = "res.partner"

    debt_collective_payer = fields.Boolean(
        string="Pays for Many Debtors",
        help="A bailiff or an employer. The account of such a payer says nothing about "
        "whose debt is paid, so each transfer needs a case number or an accountant.",
    )

    _debt_name_key_idx = models.Index(
        "(TRIM(REGEXP_REPLACE(TRANSLATE(UPPER(name), 'ĄĆĘŁŃÓŚŹŻÄÖÜ', 'ACELNOSZZAOU'),"
        " '[^A-Z0-9]+', ' ', 'g')))"
    )

    @api.model
    def _debt_name_key_sql(self, alias="debtor"):
        """Return SQL of :func:`..tools.payer.name_key` of the name."""
        return SQL(
            "TRIM(REGEXP_REPLACE(TRANSLATE(UPPER(%s), %s, %s), %s, ' ', 'g'))",
            SQL.identifier(alias, "name"),
            "".join(map(chr, PLAIN)),
            "".join(map(chr, PLAIN.values())),
            "[^A-Z0-9]+",
        )
