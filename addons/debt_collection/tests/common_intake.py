"""What the tests of the import share."""

import base64
import csv
import io
from pathlib import Path

from odoo.addons.debt_collection.services import intake

from .common import DebtCommon

SAMPLES = Path(__file__).parent / "samples"
HEADER = (
    "Nr klienta", "Nazwa", "PESEL", "NIP", "Ulica", "Kod", "Miasto", "Telefon", "Email",
    "Nr faktury", "Data wyst", "Termin", "Kwota", "Do zapłaty",
)  # fmt: skip
ROW = {
    "Nr klienta": "K-1",
    "Nazwa": "Jan Próbny",
    "PESEL": "44051401359",
    "Ulica": "Mglista 5/7",
    "Kod": "07-323",
    "Miasto": "Mżawka",
    "Telefon": "501 502 503",
    "Email": "Jan@Example.com",
    "Nr faktury": "F/1",
    "Data wyst": "02.01.2025",
    "Termin": "16.01.2025",
    "Kwota": "100,00",
    "Do zapłaty": "80,00",
}


class IntakeCommon(DebtCommon):
    """Imports files made of rows into the package of the agreement."""

    def load(self, *rows, package=None, name="plik.csv", env=None, **options):
        """Import rows (what they say differs from ROW) and return the summary."""
        data = self.csv(*rows)
        env = env or self.env
        return intake.run_import(
            env, package or self.package.with_env(env), name, data, **options
        )

    def sample(self, name, package=None):
        """Import a sample file."""
        data = (SAMPLES / name).read_bytes()
        return intake.run_import(self.env, package or self.package, name, data)

    def csv(self, *rows):
        """A CSV of rows like ROW with changes."""
        text = io.StringIO(newline="")
        names = [*HEADER, *(n for n in (rows[0] if rows else ()) if n not in HEADER)]
        writer = csv.DictWriter(text, names, delimiter=";")
        writer.writeheader()
        writer.writerows(ROW | row for row in rows)
        return text.getvalue().encode()

    def draft(self, data, name="plik.csv", **values):
        """An import record with a file, as the form makes it."""
        return self.env["debt.import"].create(
            {
                "package_id": self.package.id,
                "file": base64.b64encode(data),
                "file_name": name,
                **values,
            }
        )

    def claim(self, number, **domain):
        """The claim of a number."""
        return self.env["debt.claim"].search([("number", "=", number)])

    def codes(self, summary, severity="refused"):
        """Codes of the faults of a summary."""
        return [fault["code"] for fault in summary[severity]]

    def planted(self, name):
        """``{record: kind}`` of what is wrong in a sample."""
        with (SAMPLES / "faults.csv").open() as listed:
            lines = [line for line in csv.reader(listed) if line[0] == name]
        return {int(record): kind for _name, record, kind in lines}
