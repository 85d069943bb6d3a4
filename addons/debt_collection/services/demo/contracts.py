"""The agreements of the demonstration and their packages."""

from dataclasses import dataclass
from datetime import timedelta

from odoo.fields import Command

ENERGY_FIELDS = [
    {"name": "nr_ppe", "string": "Nr PPE", "type": "char"},
    {
        "name": "taryfa",
        "string": "Taryfa",
        "type": "selection",
        "selection": [["g11", "G11"], ["g12", "G12"], ["c11", "C11"], ["c21", "C21"]],
    },
    {"name": "wstrzymana", "string": "Dostawa wstrzymana", "type": "boolean"},
    {"name": "odczyt", "string": "Ostatni odczyt", "type": "date"},
]
TELECOM_FIELDS = [
    {
        "name": "usluga",
        "string": "Usługa",
        "type": "selection",
        "selection": [["tel", "Telefon"], ["net", "Internet"], ["tv", "Telewizja"]],
    },
    {"name": "koniec_umowy", "string": "Koniec umowy", "type": "date"},
    {"name": "sprzet", "string": "Sprzęt nie zwrócony", "type": "boolean"},
]


@dataclass(frozen=True)
class Contract:
    """An agreement of the story; ``account`` is (code, name, type) of its ledger."""

    code: str
    name: str
    kind: str
    party: tuple
    years_ago: int
    rule: str
    interest: str
    account: tuple
    manager: str
    signatory: str


@dataclass(frozen=True)
class Batch:
    """A package; ``age`` in days since it was handed over."""

    code: str
    name: str
    contract: str
    age: int
    team: str
    fields: tuple = ()


CONTRACTS = (
    Contract(
        code="UZ/01",
        name="Energia: windykacja odbiorców",
        kind="mandate",
        party=("Energia Zielona Dolina S.A.", "energia"),
        years_ago=3,
        rule="energy_sale",
        interest="delay_481",
        account=("24.090.210", "Środki klientów: Energia", "liability_current"),
        manager="manager",
        signatory="Wanda Iskra, prokurentka",
    ),
    Contract(
        code="UZ/02",
        name="TeleFala: należności abonentów",
        kind="mandate",
        party=("TeleFala Sp. z o.o.", "telefala"),
        years_ago=2,
        rule="telecom",
        interest="delay_481",
        account=("24.090.220", "Środki klientów: TeleFala", "liability_current"),
        manager="kierownik",
        signatory="Leon Fala, prezes zarządu",
    ),
    Contract(
        code="UC/01",
        name="Kielnia: portfel kupiony od hurtowni",
        kind="assignment",
        party=("Hurtownia Budowlana Kielnia Sp. z o.o.", "kielnia"),
        years_ago=2,
        rule="sale",
        interest="commercial_delay",
        account=("14.050.210", "Portfel kupiony: Kielnia", "asset_current"),
        manager="kierownik2",
        signatory="Zenon Kielnia, prezes zarządu",
    ),
    Contract(
        code="NW/01",
        name="Należności własne",
        kind="own",
        party=(),
        years_ago=4,
        rule="services",
        interest="commercial_delay",
        account=(),
        manager="ksiegowa",
        signatory="",
    ),
)
BATCHES = (
    Batch("ENERGIA-1", "Energia, pierwszy pakiet", "UZ/01", 270, "mass", ENERGY_FIELDS),
    Batch("ENERGIA-2", "Energia, drugi pakiet", "UZ/01", 75, "mass", ENERGY_FIELDS),
    Batch("TELEKOM-1", "TeleFala, umowy zerwane", "UZ/02", 160, "mass", TELECOM_FIELDS),
    Batch("TELEKOM-2", "TeleFala, nowe zgłoszenia", "UZ/02", 2, "mass", TELECOM_FIELDS),
    Batch("TELEKOM-3", "TeleFala, czeka na plik", "UZ/02", 0, "mass", TELECOM_FIELDS),
    Batch("KIELNIA-1", "Kielnia, cesja", "UC/01", 400, "business"),
    Batch("WLASNE", "Faktury po terminie", "NW/01", 330, "business"),
)


class Contracts:
    """Creates the agreements and packages.

    :ivar packages: ``{code: package}``
    """

    def __init__(self, agency, crowd, today):
        self.agency, self.crowd, self.today = agency, crowd, today
        self.env = agency.env
        self.agreements = {
            contract.code: self._agreement(contract) for contract in CONTRACTS
        }
        self.packages = {batch.code: self._package(batch) for batch in BATCHES}

    def _agreement(self, contract):
        signed = self.today.replace(day=1) - timedelta(days=365 * contract.years_ago)
        own = contract.kind == "own"
        journal = self.agency.bank_journal if own else self.agency.client_journal
        values = {
            "code": contract.code,
            "name": contract.name,
            "kind": contract.kind,
            "party_id": self._party(contract).id,
            "signatory": contract.signatory,
            "date_signed": signed,
            "date_from": signed,
            "date_to": signed + timedelta(days=3650),
            "user_id": self.agency.users[contract.manager].id,
            "limitation_rule_id": self._ref("limitation_rule", contract.rule),
            "interest_kind_id": self._ref("interest_kind", contract.interest),
            "payment_bank_id": journal.bank_account_id.id,
            "settlement_account_id": self._account(contract),
            "auto_book": contract.kind == "mandate",
            "own_grace_days": 7 if own else 0,
            "company_id": self.agency.company.id,
        }
        return self.env["debt.agreement"].create(values)

    def _party(self, contract):
        if contract.kind == "own":
            return self.agency.company.partner_id
        name, mailbox = contract.party
        company = self.crowd.company()
        return self.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "vat": f"PL{company.nip}",
                "krs": f"00009{self.crowd.rng.randrange(10**5):05d}",
                "street": f"ul. {company.address}",
                "zip": company.postal_code,
                "city": company.town,
                "country_id": self.env.ref("base.pl").id,
                "email": f"{mailbox}@example.com",
                "phone": self.crowd.phone(),
                "bank_ids": [Command.create({"acc_number": self.crowd.iban()})],
            }
        )

    def _account(self, contract):
        return contract.account and self.agency.account(*contract.account).id

    def _ref(self, prefix, code):
        return self.env.ref(f"debt_collection.{prefix}_{code}").id

    def _package(self, batch):
        return self.env["debt.package"].create(
            {
                "code": batch.code,
                "name": batch.name,
                "agreement_id": self.agreements[batch.contract].id,
                "date_received": self.today - timedelta(days=batch.age),
                "team_id": self.agency.teams[batch.team].id,
                "case_properties_definition": list(batch.fields),
                "takes_invoices": batch.code == "WLASNE",
            }
        )
