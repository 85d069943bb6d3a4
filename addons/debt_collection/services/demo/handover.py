"""How the portfolios of creditors come into their packages."""

from datetime import timedelta

from .portfolio import INTEREST_NOTE, INVOICE, OTHER, Portfolio, Recipe

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
KINDS = {INVOICE: "invoice", INTEREST_NOTE: "interest_note", OTHER: "other"}


class Intake:
    """Invents the portfolios and takes them into their packages."""

    def __init__(self, agency, crowd, today):
        self.agency, self.env = agency, agency.env
        self.crowd, self.today = crowd, today
        self.rows = {}

    def take_in(self, packages):
        """Fill the packages that creditors hand over by file.

        :param packages: ``{code: package}``
        """
        for code, recipe in RECIPES.items():
            known = self._shared(code)
            portfolio = Portfolio(self.crowd, recipe, self.today, known)
            self.rows[code] = portfolio.rows()
            self._by_hand(packages[code], self.rows[code])
            self._fill_client_fields(packages[code])

    def _shared(self, code):
        """Return debtors of another package who owe in this one too."""
        other, number = SHARED.get(code, (None, 0))
        debtors = dict.fromkeys(row.debtor for row in self.rows.get(other, ()))
        return list(debtors)[-number:] if number else []

    def _by_hand(self, package, rows):
        """Create debtors, cases and claims of the rows."""
        debtors = self._debtors(package.agreement_id.creditor_id, rows)
        cases = self.env["debt.case"].create(
            [
                {
                    "package_id": package.id,
                    "debtor_id": partner.id,
                    "date_opened": package.date_received,
                }
                for partner in debtors.values()
            ]
        )
        by_debtor = dict(zip(debtors, cases, strict=True))
        self.env["debt.claim"].create(
            [_claim_values(self.env, row, by_debtor[row.debtor]) for row in rows]
        )

    def _debtors(self, creditor, rows):
        """Return ``{debtor: partner}``, known people only once."""
        debtors = list(dict.fromkeys(row.debtor for row in rows))
        partners = self.env["res.partner"]
        known = partners.search(
            [("pesel", "in", [d.pesel for d in debtors if d.pesel])]
        )
        by_pesel = {partner.pesel: partner for partner in known}
        new = [d for d in debtors if d.pesel not in by_pesel]
        created = partners.create([partner_values(self.env, d) for d in new])
        found = {d: by_pesel[d.pesel] for d in debtors if d.pesel in by_pesel}
        found |= dict(zip(new, created, strict=True))
        self.env["debt.partner.number"].create(
            [
                {
                    "partner_id": partner.id,
                    "creditor_id": creditor.id,
                    "kind": "payer",
                    "number": debtor.payer_number,
                }
                for debtor, partner in found.items()
            ]
        )
        return found

    # --- Client's own fields ------------------------------------------------

    def _fill_client_fields(self, package):
        """Fill the fields that the package defines, as the client would send them."""
        fill = {"ENERGIA": self._energy_fields, "TELEKOM": self._telecom_fields}
        values_of = fill.get(package.code.split("-")[0])
        if not values_of:
            return
        ppe = {
            row.debtor.payer_number: row.debtor.ppe for row in self.rows[package.code]
        }
        for case in package.case_ids.sorted("id"):
            numbers = case.debtor_id.debt_number_ids.mapped("number")
            point = next((ppe[number] for number in numbers if number in ppe), "")
            case.properties = values_of(case, point)

    def _energy_fields(self, case, point):
        rng = self.crowd.rng
        tariffs = ("c11", "c21") if case.debtor_id.vat else ("g11", "g11", "g12")
        return {
            "nr_ppe": point,
            "taryfa": rng.choice(tariffs),
            "wstrzymana": rng.random() < 0.2,
            "odczyt": self._day_before(case, 60).isoformat(),
        }

    def _telecom_fields(self, case, _point):
        return {
            "usluga": self.crowd.rng.choice(("tel", "net", "tv")),
            "koniec_umowy": self._day_before(case, 200).isoformat(),
            "sprzet": self.crowd.rng.random() < 0.3,
        }

    def _day_before(self, case, days):
        return case.date_opened - timedelta(days=self.crowd.rng.randrange(20, days))


def partner_values(env, debtor):
    """Return values of the partner of an invented debtor."""
    return {
        "name": debtor.full_name,
        "is_company": not debtor.pesel,
        "pesel": debtor.pesel or False,
        "vat": debtor.nip and f"PL{debtor.nip}",
        "street": f"ul. {debtor.address}",
        "zip": debtor.postal_code,
        "city": debtor.town,
        "country_id": env.ref("base.pl").id,
        "phone": debtor.phone,
        "email": debtor.email,
        "lang": "pl_PL",
    }


def _claim_values(env, row, case):
    return {
        "case_id": case.id,
        "kind_id": env.ref(f"debt_collection.claim_kind_{KINDS[row.kind]}").id,
        "number": row.number,
        "issue_date": row.issued,
        "due_date": row.due,
        "amount": float(row.amount),
        "paid_before": float(row.paid),
    }
