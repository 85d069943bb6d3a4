import base64
import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services import interest_rates
from ..tools.rates import RateFileFault, read_rates
from ..tools.tabular import FileFault
from ..tools.tabular.encoding import detect_encoding


class DebtInterestRateImport(models.TransientModel):
    """Loads interest rates from a CSV file: all of it or, with any fault, nothing."""

    _name = "debt.interest.rate.import"
    _description = "Import of Interest Rates"

    file = fields.Binary(
        string="CSV File",
        required=True,
        attachment=False,
        help="Columns kind, date_from, percent; also date_to, legal_basis, source, "
        "certainty, verified_up_to and note.",
    )
    file_name = fields.Char()
    faults = fields.Text(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    has_changes = fields.Boolean(compute="_compute_preview")

    @api.depends("file")
    @api.depends_context("lang")
    def _compute_preview(self):
        for wizard in self:
            wizard.faults, changes = False, []
            try:
                changes = wizard._changes() if wizard.file else []
            except (RateFileFault, FileFault) as fault:
                wizard.faults = fault.told(wizard.env._)
            wizard.has_changes = bool(changes)
            show = wizard.file and not wizard.faults
            wizard.preview = show and wizard.env["debt.interest.rate"]._render_changes(
                changes
            )

    def _changes(self):
        """Return what the file would change.

        :raises RateFileFault: naming row, column and remedy of every fault
        :raises FileFault: the file is no text
        """
        data = base64.b64decode(self.file)
        rows = read_rates(io.StringIO(data.decode(detect_encoding(data)), newline=""))
        interest_rates.check_file(self.env, rows)
        return interest_rates.compare(self.env, rows, "user")

    def action_import(self):
        """Save the rates of the file and show the first day that changed."""
        self.ensure_one()
        try:
            changes = self._changes()
        except (RateFileFault, FileFault) as fault:
            raise UserError(
                self.env._(
                    "Nothing was imported from %(file)s:\n%(faults)s",
                    file=self.file_name or self.env._("the file"),
                    faults=fault.told(self.env._),
                )
            ) from fault
        if not changes:
            raise UserError(
                self.env._("All rates of the file are known. Nothing was changed.")
            )
        interest_rates.save(self.env, changes, "user")
        since = min(change.row.date_from for change in changes)
        return self.env["debt.interest.rate"]._action_show_since(since)
