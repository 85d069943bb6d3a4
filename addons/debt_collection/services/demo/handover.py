"""How the portfolios of creditors come into their packages."""

from dataclasses import replace
from datetime import timedelta

from odoo.tools import file_open

from ..intake import run_import
from .portfolio import Portfolio, Recipe, energy_file, telecom_file

RECIPES = {
    "ENERGIA-1": Recipe(
        prefix="E",
        debtors=58,
        due=(285, 620),
        amounts=(70, 1400),
        companies=0.15,
        silesians=8,
        old=5,
        notes_every=11,
    ),
    "ENERGIA-2": Recipe(
        prefix="E2",
        debtors=62,
        due=(90, 250),
        amounts=(60, 1100),
        companies=0.15,
        notes_every=17,
    ),
    "TELEKOM-1": Recipe(
        prefix="TF",
        debtors=80,
        due=(175, 500),
        amounts=(40, 600),
        companies=0.08,
        silesians=5,
        old=3,
        other_every=6,
    ),
    "TELEKOM-2": Recipe(
        prefix="TN", debtors=36, due=(20, 120), amounts=(40, 450), other_every=9
    ),
    "KIELNIA-1": Recipe(
        prefix="K",
        debtors=46,
        due=(410, 660),
        amounts=(900, 42000),
        companies=1.0,
        silesians=6,
        old=3,
        notes_every=13,
    ),
}
# Packages whose last debtors owe in the other package too.
SHARED = {"TELEKOM-1": ("ENERGIA-1", 4), "TELEKOM-2": ("ENERGIA-2", 2)}
NEXT_FILE = "debt_collection/demo/files/telekom.csv"
# First word of a package's code -> writer of its files, their suffix.
FILES = {
    "ENERGIA": (energy_file, ".xlsx"),
    "TELEKOM": (telecom_file, ".csv"),
    "KIELNIA": (telecom_file, ".csv"),
}


class Intake:
    """Invents the portfolios and takes them into their packages."""

    def __init__(self, agency, crowd, today):
        self.agency, self.env = agency, agency.env
        self.crowd, self.today = crowd, today
        self.rows = {}

    def take_in(self, packages):
        """Import the files that creditors hand over, each into its package.

        :param packages: ``{code: package}``
        """
        for code, recipe in RECIPES.items():
            known = self._shared(code)
            self.rows[code] = Portfolio(self.crowd, recipe, self.today, known).rows()
            self._import(packages[code], self.rows[code])
            self._fill_client_fields(packages[code])
        self._send_next_file(packages["TELEKOM-3"])

    def _send_next_file(self, package):
        """Let the creditor send the file that still waits to be imported."""
        with file_open(NEXT_FILE, "rb") as next_file:
            body = "Kolejny plik od wierzyciela, do wczytania do pakietu TELEKOM-3."
            package.agreement_id.message_post(
                body=body,
                attachments=[("telekom.csv", next_file.read())],
                author_id=package.agreement_id.party_id.id,
                subtype_xmlid="mail.mt_note",
            )

    def _shared(self, code):
        """Return debtors of another package who owe in this one too.

        The other creditor knows them by another number.
        """
        other, count = SHARED.get(code, (None, 0))
        debtors = dict.fromkeys(row.debtor for row in self.rows.get(other, ()))
        numbers = [self.crowd.payer_number() for _debtor in range(count)]
        return [
            replace(debtor, payer_number=number)
            for debtor, number in zip(reversed(debtors), numbers, strict=False)
        ]

    def _import(self, package, rows):
        """Import the rows as the leader of the team would: from a file."""
        write, suffix = FILES[package.code.split("-")[0]]
        leader = package.team_id.leader_id
        run_import(
            self.env(user=leader),
            package.with_user(leader),
            f"{package.code.lower()}_{package.date_received}{suffix}",
            write(rows),
        )
        package.case_ids.date_opened = package.date_received

    # --- Client's own fields ------------------------------------------------

    def _fill_client_fields(self, package):
        """Fill the fields that the package defines, as the client would send them."""
        fill = {"ENERGIA": self._energy_fields, "TELEKOM": self._telecom_fields}
        values_of = fill.get(package.code.split("-")[0])
        if not values_of:
            return
        for case in package.case_ids.sorted("id"):
            case.properties = values_of(case)

    def _energy_fields(self, case):
        rng = self.crowd.rng
        numbers = case.debtor_id.debt_number_ids
        points = numbers.filtered(lambda number: number.kind == "ppe")
        tariffs = ("c11", "c21") if case.debtor_id.vat else ("g11", "g11", "g12")
        return {
            "nr_ppe": points[:1].number,
            "taryfa": rng.choice(tariffs),
            "wstrzymana": rng.random() < 0.2,
            "odczyt": self._day_before(case, 60).isoformat(),
        }

    def _telecom_fields(self, case):
        return {
            "usluga": self.crowd.rng.choice(("tel", "net", "tv")),
            "koniec_umowy": self._day_before(case, 200).isoformat(),
            "sprzet": self.crowd.rng.random() < 0.3,
        }

    def _day_before(self, case, days):
        return case.date_opened - timedelta(days=self.crowd.rng.randrange(20, days))
