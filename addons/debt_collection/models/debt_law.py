import csv
from decimal import Decimal

from odoo import api, models
from odoo.tools import file_open

from ..tools.rates import read_rates

FOLDER = "debt_collection/data/law"
KIND_COLUMNS = ("name", "use", "legal_basis", "formula", "certainty", "note")
RATE_COLUMNS = ("legal_basis", "source", "certainty", "note")


class DebtLaw(models.AbstractModel):
    """Loads the facts of law shipped as CSV files, at installation and upgrade.

    What users entered or changed is never overwritten.
    """

    _name = "debt.law"
    _description = "Shipped Facts of Law"

    @api.model
    def _load(self):
        """Create or refresh interest kinds, rates and limitation rules."""
        self._load_kinds()
        self._load_rates()
        self._load_limitation_rules()

    def _rows(self, name):
        with file_open(f"{FOLDER}/{name}.csv", "r") as csv_file:
            return list(csv.DictReader(csv_file))

    def _load_records(self, model, prefix, rows):
        """Upsert rows under external identifiers ``<prefix>_<code>``."""
        return self.env[model]._load_records(
            [
                {
                    "xml_id": f"debt_collection.{prefix}_{values['code']}",
                    "values": values,
                    "noupdate": True,
                }
                for values in rows
            ],
            True,
        )

    def _load_kinds(self):
        rows = self._rows("interest_kind")
        self._load_records(
            "debt.interest.kind",
            "interest_kind",
            [
                {
                    "code": row["code"],
                    "sequence": 10 * position,
                    "agreed_rate": row["agreed_rate"] == "true",
                    **{column: row[column] for column in KIND_COLUMNS},
                }
                for position, row in enumerate(rows, 1)
            ],
        )
        for row in rows:
            kind = self._kind(row["code"])
            kind.predecessor_id = self._kind(row["predecessor"])
            kind.cap_kind_id = self._kind(row["cap"])

    def _kind(self, code):
        xml_id = f"debt_collection.interest_kind_{code}"
        empty = self.env["debt.interest.kind"]
        return self.env.ref(xml_id) if code else empty

    def _load_rates(self):
        with file_open(f"{FOLDER}/interest_rate.csv", "r") as csv_file:
            rows = read_rates(csv_file)
        Rate = self.env["debt.interest.rate"]
        known = {(r.kind_id.code, r.date_from): r for r in Rate.search([])}
        Rate.create(
            [
                {
                    "kind_id": self._kind(row.kind).id,
                    "date_from": row.date_from,
                    **_rate_values(row),
                }
                for row in rows
                if (row.kind, row.date_from) not in known
            ]
        )
        for row in rows:
            rate = known.get((row.kind, row.date_from), Rate)
            if rate.origin == "shipped" and _differs(rate, row):
                rate.write(_rate_values(row))

    def _load_limitation_rules(self):
        rows = self._rows("limitation_rule")
        self._load_records(
            "debt.limitation.rule",
            "limitation_rule",
            [
                {
                    **{k: v for k, v in row.items() if k != "judged_as"},
                    "consumer_old_law": row["consumer_old_law"] == "yes",
                    "sequence": 10 * position,
                }
                for position, row in enumerate(rows, 1)
            ],
        )
        rules = self.env["debt.limitation.rule"].search([])
        by_code = {rule.code: rule for rule in rules}
        for row in rows:
            by_code[row["code"]].judged_as_id = by_code[row["judged_as"]]


def _differs(rate, row):
    """Tell whether the file knows the rate better than the database."""
    verified = (rate.verified_until or None) == row.verified_up_to
    return not verified or Decimal(str(rate.percent)) != row.percent


def _rate_values(row):
    values = {column: getattr(row, column) for column in RATE_COLUMNS}
    return {
        **values,
        "percent": float(row.percent),
        "verified_until": row.verified_up_to,
        "origin": "shipped",
    }
