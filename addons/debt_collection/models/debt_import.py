import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import mapping as columns
from ..tools import tabular


class DebtImport(models.Model):
    """One file of claims on its way into a package."""

    _name = "debt.import"
    _description = "Portfolio Import"
    _order = "id desc"
    _rec_name = "file_name"
    _check_company_auto = True

    package_id = fields.Many2one(
        "debt.package",
        required=True,
        index=True,
        ondelete="cascade",
    )
    agreement_id = fields.Many2one(related="package_id.agreement_id")
    company_id = fields.Many2one(
        related="package_id.company_id", store=True, index=True, precompute=True
    )
    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char(required=True, default="file")
    file_hash = fields.Char(readonly=True, index=True, copy=False)
    password = fields.Char(
        compute="_compute_password",
        inverse="_inverse_password",
        store=False,
        help="Opens an encrypted workbook. It is used once and kept nowhere.",
    )
    sheet = fields.Char(help="Empty: the first sheet with content.")
    sheets = fields.Char(readonly=True)
    profile_id = fields.Many2one(
        "debt.import.profile", domain="[('agreement_id', 'in', (False, agreement_id))]"
    )
    column_ids = fields.One2many("debt.import.column", "import_id", string="Columns")
    claim_key = fields.Selection(
        [("external_id", "Claim identifier"), ("number", "Invoice number")],
        string="Claims Are Known By",
    )
    debtor_key = fields.Selection(
        [("payer", "Payer number"), ("pesel", "PESEL"), ("nip", "NIP"), ("ppe", "PPE")],
        string="Debtors Are Known By",
    )
    state = fields.Selection(
        [
            ("draft", "File"),
            ("mapped", "Columns"),
            ("checked", "Checked"),
            ("queued", "Waiting"),
            ("running", "Running"),
            ("done", "Imported"),
            ("failed", "Failed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    preview = fields.Html(readonly=True, sanitize=True)
    warning = fields.Text(readonly=True, help="What is doubtful about the whole file.")
    error = fields.Text(readonly=True, copy=False)
    rows = fields.Integer(readonly=True, copy=False)
    refused = fields.Integer(readonly=True, copy=False)
    warned = fields.Integer(readonly=True, copy=False)
    created = fields.Integer(readonly=True, copy=False)
    updated = fields.Integer(readonly=True, copy=False)
    unchanged = fields.Integer(readonly=True, copy=False)
    cases_created = fields.Integer(readonly=True, copy=False)
    debtors_created = fields.Integer(readonly=True, copy=False)
    debtors_updated = fields.Integer(readonly=True, copy=False)
    date_done = fields.Datetime(readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, readonly=True
    )
    fault_ids = fields.One2many("debt.import.fault", "import_id", string="Faults")
    faults_file = fields.Binary(compute="_compute_faults_file")
    progress = fields.Integer(compute="_compute_progress")
    progress_label = fields.Char(compute="_compute_progress")

    # === COMPUTES === #
    def _compute_password(self):
        self.password = False

    def _inverse_password(self):
        for record in self.filtered("password"):
            data = base64.b64decode(record.file)
            try:
                opened = tabular.unlocked(record.file_name, data, record.password)
            except tabular.FileFault as fault:
                raise UserError(fault.told(record.env._)) from None
            record.file = base64.b64encode(opened)

    def _compute_faults_file(self):
        for record in self:
            record.faults_file = base64.b64encode(record.fault_ids._to_xlsx())

    def _compute_progress(self):
        found = (
            self.env["debt.import.progress"]
            .sudo()
            .search_fetch([("import_id", "in", self.ids)])
        )
        by_import = {line.import_id.id: line for line in found}
        for record in self:
            line = by_import.get(record.id)
            record.progress = line.percent if line else 0
            record.progress_label = line._label() if line else False

    # === FILE AND COLUMNS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Remember what the file is, to tell when it comes again."""
        records = super().create(vals_list)
        for record in records:
            data = base64.b64decode(record.file or b"")
            record.file_hash = hashlib.sha256(data).hexdigest()
        return records

    @api.model
    def _from_file(self, package, name, data, options):
        """Make the record of an import.

        :param options: may hold "sheet", "password", "claim_key", "debtor_key"
        """
        package.check_access("read")
        opened = tabular.unlocked(name, data, options.get("password"))
        wanted = ("sheet", "claim_key", "debtor_key")
        return self.create(
            {
                "package_id": package.id,
                "file_name": name,
                "file": base64.b64encode(opened),
                **{key: options[key] for key in wanted if options.get(key)},
            }
        )

    def _open(self):
        """Open the file as a table.

        :raises FileFault: it cannot be read
        """
        self.ensure_one()
        data = base64.b64decode(self.with_context(bin_size=False).file or b"")
        return tabular.open_table(self.file_name, data, sheet=self.sheet or None)

    def _propose(self, profile=None, mapping=None, table=None):
        """Read the header and fill the lines of columns.

        :param mapping: ``{field code: column}``; None takes it from the profile given,
            else from the one that fits, else from names and values of the columns
        :raises FileFault: the file cannot be read
        """
        table = table or self._open()
        sample = table.sample(100)
        profile = profile or self.profile_id
        if mapping is None and not profile:
            profile = self._fitting_profile(table.header)
        if mapping is None and profile:
            mapping = columns.reuse(table.header, profile.mapping or {})
        if mapping is None:
            mapping = columns.propose(table.header, [row.values for row in sample])
        self.write(
            {
                "state": "mapped",
                "error": False,
                "sheet": table.sheet,
                "sheets": ", ".join(table.sheets),
                "warning": self._file_warnings(table),
                "preview": self._render_preview(table.header, sample[:8]),
                "profile_id": profile.id if profile else False,
                "claim_key": self.claim_key or (profile and profile.claim_key),
                "debtor_key": self.debtor_key or (profile and profile.debtor_key),
                "column_ids": [(5, 0, 0), *self._column_lines(table, sample, mapping)],
            }
        )

    def _fitting_profile(self, header):
        """The profile of the agreement that was made for such a header."""
        profiles = self.env["debt.import.profile"].search(
            [("agreement_id", "=", self.agreement_id.id)], order="write_date desc"
        )
        return next(
            (p for p in profiles if columns.same_columns(header, p.mapping)),
            profiles[:0],
        )

    def _column_lines(self, table, sample, mapping):
        """Commands for the lines of columns."""
        fields_by_column = {column: code for code, column in mapping.items()}
        return [
            (
                0,
                0,
                {
                    "sequence": place,
                    "name": name,
                    "field": fields_by_column.get(name),
                    "sample": " · ".join(
                        str(row.values[place])
                        for row in sample[:30]
                        if row.values[place] is not None
                    )[:120],
                },
            )
            for place, name in enumerate(table.header)
        ]

    def _render_preview(self, header, rows):
        return self.env["ir.qweb"]._render(
            "debt_collection.import_preview", {"header": header, "rows": rows}
        )

    def _file_warnings(self, table):
        """What to tell about the whole file before it is imported."""
        told = {
            "duplicate_name": self.env._(
                "A second column has the same name: it is called %(column)s here."
            ),
            "unnamed_column": self.env._("%(column)s has values but no name."),
            "no_final_newline": self.env._(
                "The last line is not ended: see that the last row is whole."
            ),
        }
        lines = [told[code] % params for code, params in table.warnings]
        before = self.search(
            [
                ("file_hash", "=", self.file_hash),
                ("state", "=", "done"),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if before:
            day = fields.Date.to_string(before.date_done)
            lines.append(self.env._("This very file was imported on %(day)s.", day=day))
        return "\n".join(lines)

    def _mapping(self):
        """The mapping of the lines: ``{field code: column name}``.

        :raises UserError: two columns for one field
        """
        mapping = {}
        for line in self.column_ids.filtered("field"):
            if line.field in mapping:
                raise UserError(
                    self.env._(
                        "The columns %(first)s and %(second)s are mapped to the same "
                        "field. Clear one of them.",
                        first=mapping[line.field],
                        second=line.name,
                    )
                )
            mapping[line.field] = line.name
        return mapping

    # === BUTTONS === #
    def action_read(self):
        """Read the file and propose what its columns mean."""
        self._guard(lambda record: record._propose())

    def action_reset(self):
        """Go back to the columns."""
        self.write({"state": "mapped", "error": False})

    def action_download_faults(self):
        """Download the faulty rows as XLSX, to be mended and loaded again."""
        name = self.env._("faults")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/debt.import/{self.id}/faults_file/"
            f"{name}-{self.id}.xlsx?download=true",
            "target": "download",
        }

    def action_show_faults(self):
        """List what is wrong."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_import_fault_action"
        )
        return {**action, "domain": [("import_id", "in", self.ids)]}

    def _guard(self, work):
        """Do some work on each file; tell faults of the file to the user."""
        for record in self:
            try:
                work(record)
            except tabular.FileFault as fault:
                raise UserError(fault.told(record.env._)) from None
