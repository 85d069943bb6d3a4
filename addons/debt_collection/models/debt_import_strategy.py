from odoo import models
from odoo.tools import SQL

from .debt_import_run import AT_ONCE


class DebtImport(models.Model):
    """After every load the debtors of the file are refreshed and classified."""

    _inherit = "debt.import"

    def _execute(self, progress=None, table=None):
        """Refresh the debtors of short files at once, of long ones by the cron."""
        summary = super()._execute(progress, table)
        self.env.cr.execute(
            SQL(
                """INSERT INTO debt_debtor_change (partner_id, company_id)
                   SELECT DISTINCT partner_id, %s FROM debt_stage
                    WHERE NOT refused AND outcome IN ('create', 'update')
                      AND partner_id IS NOT NULL""",
                self.company_id.id,
            )
        )
        if summary["rows"] <= AT_ONCE:
            self.env["debt.debtor.figures"]._work_marks(self.company_id)
        else:
            # Whoever imports may wake the cron.
            self.env.ref("debt_collection.ir_cron_debt_strategy").sudo()._trigger()
        return summary
