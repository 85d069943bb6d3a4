from odoo import models
from odoo.tools import SQL


class DebtCase(models.Model):
    """Planned work goes with the case when it is dealt out."""

    _inherit = "debt.case"

    def write(self, vals):
        """Give the planned work of the cases to their new team and collector.

        Work that somebody else than the former collector has stays with him.
        """
        if not {"team_id", "user_id"} & vals.keys():
            return super().write(vals)
        self.env["debt.event"].flush_model()
        self.flush_recordset(["team_id", "user_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT e.id FROM debt_event e JOIN debt_case k ON k.id = e.case_id
                    WHERE k.id = ANY(%s) AND e.state = 'planned'
                      AND COALESCE(e.user_id, 0) IN (0, COALESCE(k.user_id, 0))""",
                self.ids,
            )
        )
        result = super().write(vals)
        self.flush_recordset(["team_id", "user_id"])
        self._follow([event_id for (event_id,) in rows])
        return result

    def _follow(self, event_ids):
        self.env.cr.execute(
            SQL(
                """UPDATE debt_event e
                      SET team_id = k.team_id,
                          user_id = CASE WHEN e.id = ANY(%s) THEN k.user_id
                                         ELSE e.user_id END
                     FROM debt_case k
                    WHERE k.id = e.case_id AND k.id = ANY(%s)
                      AND e.state = 'planned'""",
                event_ids,
                self.ids,
            )
        )
        self.env["debt.event"].invalidate_model(["team_id", "user_id"])
