import datetime
import io
import json

import xlsxwriter

from odoo import api, fields, models


class DebtImportFault(models.Model):
    """Something wrong with one row of an imported file, with the remedy."""

    _name = "debt.import.fault"
    _description = "Fault of an Imported Row"
    _order = "import_id desc, record, id"
    _log_access = False

    import_id = fields.Many2one(
        "debt.import", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="import_id.company_id")
    severity = fields.Selection([("error", "Refused"), ("warning", "Warning")])
    row = fields.Integer(help="Row number in the spreadsheet.")
    record = fields.Integer(help="Number of the record, without the header.")
    column = fields.Char()
    value = fields.Char()
    code = fields.Char()
    reason = fields.Char()
    remedy = fields.Char()
    raw = fields.Json(help="The row as it was read.")

    @api.model
    def _store(self, record, described, raw_rows):
        """Store the faults of a run.

        :param described: list of dicts of ``Run.describe``
        :param raw_rows: ``{record: values of the row}``
        """
        names = (
            "severity",
            "row",
            "record",
            "column",
            "value",
            "code",
            "reason",
            "remedy",
        )
        rows = [
            (
                record.id,
                *(fault[name] for name in names),
                json.dumps(raw_rows.get(fault["record"]), default=str),
            )
            for fault in described
        ]
        if rows:
            self.env.cr.execute_values(
                'INSERT INTO debt_import_fault (import_id, severity, "row", record,'
                ' "column", value, code, reason, remedy, raw) VALUES %s',
                rows,
            )
        self.invalidate_model()
        record.invalidate_recordset(["fault_ids"])

    def _to_xlsx(self):
        """The faulty rows as XLSX: the columns of the file, then what is wrong.

        Refused rows only; mended, the file can be loaded again as it is.
        """
        header = [*self.import_id.column_ids.mapped("name")]
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
            sheet = book.add_worksheet()
            extra = [
                self.env._("Row"),
                self.env._("What is wrong"),
                self.env._("What to do"),
            ]
            sheet.write_row(0, 0, header + extra, book.add_format({"bold": True}))
            by_row = self.filtered(lambda f: f.severity == "error").grouped("row")
            for number, (row, faults) in enumerate(sorted(by_row.items()), 1):
                _write_values(sheet, number, faults[0].raw or [])
                reasons = [f"{fault.column}: {fault.reason}" for fault in faults]
                remedies = "; ".join(faults.mapped("remedy"))
                sheet.write_row(
                    number, len(header), [row, "; ".join(reasons), remedies]
                )
        return target.getvalue()


def _write_values(sheet, number, values):
    """Write a row as it was read: texts as texts, ISO days as dates."""
    for column, value in enumerate(values):
        if isinstance(value, str):
            try:
                day = datetime.date.fromisoformat(value)
                sheet.write_datetime(number, column, day)
            except ValueError:
                sheet.write_string(number, column, value)
        elif value is not None:
            sheet.write(number, column, value)
