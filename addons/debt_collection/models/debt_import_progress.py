from odoo import fields, models
from odoo.tools import SQL


class DebtImportProgress(models.Model):
    """How far a background import is, written by a connection of its own.

    The run itself is one transaction, so nobody would see what it writes.
    """

    _name = "debt.import.progress"
    _description = "Progress of an Import"
    _log_access = False

    import_id = fields.Many2one("debt.import", required=True, ondelete="cascade")
    phase = fields.Selection(
        [("read", "Reading"), ("match", "Matching"), ("write", "Writing")],
        required=True,
    )
    done = fields.Integer()
    total = fields.Integer()
    percent = fields.Integer(compute="_compute_percent")
    write_date = fields.Datetime()

    _import_uniq = models.Constraint("UNIQUE(import_id)", "One line per import.")

    def _compute_percent(self):
        """Reading is the first 60 percent, matching 10 more, writing the rest."""
        begun = {"read": 0, "match": 60, "write": 70}
        for line in self:
            share = line.done / line.total if line.total else 0
            line.percent = begun[line.phase] + (
                60 * share if line.phase == "read" else 0
            )

    def _label(self):
        """The phase and the rows, for the user."""
        phase = dict(self._fields["phase"]._description_selection(self.env))[self.phase]
        return self.env._(
            "%(phase)s: %(done)s of %(total)s rows",
            phase=phase,
            done=self.done,
            total=self.total,
        )

    def _reporter(self, record):
        """A function for ``Run`` that writes the progress of an import."""
        registry, import_id = self.env.registry, record.id

        def report(phase, done, total):
            with registry.cursor() as cr:
                cr.execute(
                    SQL(
                        """INSERT INTO debt_import_progress
                                  (import_id, phase, done, total, write_date)
                           VALUES (%s, %s, %s, %s, now() AT TIME ZONE 'UTC')
                      ON CONFLICT (import_id) DO UPDATE
                              SET phase = EXCLUDED.phase, done = EXCLUDED.done,
                                  total = EXCLUDED.total,
                                  write_date = EXCLUDED.write_date""",
                        import_id,
                        phase,
                        done,
                        total,
                    )
                )

        return report
