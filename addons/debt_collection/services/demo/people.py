"""Invented people and companies of the demonstration.

Their identifiers have right check digits, yet belong to nobody: births lie in the
future (PESEL), the tax office does not exist (NIP), the bank neither (account
numbers), and the phones are pagers of a network that was switched off. Mail goes to
example.com.
"""

import json
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.pl import pesel as pesel_rules

from odoo.tools import file_open

from ...tools.identifiers import is_valid

WORDS = "debt_collection/demo/words.json"
FIRST_BIRTH, BIRTH_DAYS = date(2060, 1, 1), 14_000
# There is no such bank; the branch has its check digit all the same.
BANK_BRANCH = "99900012"
ADJECTIVES = ("ski", "cki", "dzki")


@dataclass(frozen=True)
class Debtor:
    """Who owes, as a creditor's file tells it; what is not known is empty."""

    name: str
    first_name: str
    pesel: str
    nip: str
    payer_number: str
    ppe: str
    street: str
    house: str
    flat: str
    postal_code: str
    town: str
    phone: str
    email: str

    @property
    def full_name(self):
        """First name and name, or the name of the company."""
        return f"{self.first_name} {self.name}".strip()

    @property
    def address(self):
        """Street, house and flat in one line."""
        return f"{self.street} {self.house}" + (f"/{self.flat}" if self.flat else "")


class Crowd:
    """Invents people and companies.

    :param rng: ``random.Random``; one seed always gives the same crowd
    """

    def __init__(self, rng):
        self.rng = rng
        with file_open(WORDS, "r", filter_ext=(".json",)) as words:
            self.words = json.load(words)
        self._companies = iter(self._company_names())

    def pick(self, kind):
        """Return one of the words of a kind."""
        return self.rng.choice(self.words[kind])

    def person(self, silesian=False):
        """Return an invented consumer."""
        female = self.rng.random() < 0.5
        first = self.pick("female_names" if female else "male_names")
        surname = self.pick("surnames")
        if female and surname.endswith(ADJECTIVES):
            surname = f"{surname[:-1]}a"
        return self._debtor(surname, first, self.pesel(female), "", silesian)

    def company(self, silesian=False):
        """Return an invented business."""
        return self._debtor(next(self._companies), "", "", self.nip(), silesian)

    def _debtor(self, name, first_name, pesel, nip, silesian):
        prefix, town = self.pick("silesian_towns" if silesian else "towns")
        rng = self.rng
        return Debtor(
            name=name,
            first_name=first_name,
            pesel=pesel,
            nip=nip,
            payer_number=self.payer_number(),
            ppe=self.ppe(),
            street=self.pick("streets"),
            house=f"{rng.randrange(1, 120)}{rng.choice(['', '', '', 'A', 'B'])}",
            flat=f"{rng.randrange(1, 60)}" if first_name and rng.random() < 0.6 else "",
            postal_code=f"{prefix}-{rng.randrange(1, 1000):03d}",
            town=town,
            phone=self.phone() if rng.random() < 0.9 else "",
            email=self._email(name, first_name) if rng.random() < 0.7 else "",
        )

    def _company_names(self):
        """Return company names in a random order, none twice."""
        names = [
            f"{trade} {name} {self.rng.choice(self.words['company_forms'])}"
            for trade in self.words["trades"]
            for name in self.words["company_names"]
        ]
        self.rng.shuffle(names)
        return names

    def _email(self, name, first_name):
        words = f"{first_name} {name}".split()[:3]
        return f"{'.'.join(ascii_letters(word) for word in words)}@example.com"

    # --- Numbers ------------------------------------------------------------

    def pesel(self, female=False):
        """Return a PESEL with a right check digit, of somebody not born yet."""
        born = FIRST_BIRTH + timedelta(days=self.rng.randrange(BIRTH_DAYS))
        serial = 10 * self.rng.randrange(1000) + 2 * self.rng.randrange(5)
        digits = f"{born:%y}{born.month + 20:02d}{born:%d}{serial + (not female):04d}"
        return digits + pesel_rules.calc_check_digit(digits)

    def nip(self):
        """Return a NIP with a right check digit, of a tax office that is none."""
        # For one in eleven stems no check digit is right.
        while True:
            stem = f"00{self.rng.randrange(1, 10)}{self.rng.randrange(10**6):06d}"
            if found := _right_ones("NIP", [f"{stem}{last}" for last in range(10)]):
                return found[0]

    def payer_number(self):
        """Return the number under which a creditor knows somebody."""
        return f"{self.rng.randrange(10**8, 10**9)}"

    def ppe(self):
        """Return the number of an energy point with a right check digit (GS1)."""
        digits = f"59000000{self.rng.randrange(10**9):09d}"
        return _right_ones("PPE", [f"{digits}{last}" for last in range(10)])[0]

    def phone(self):
        """Return the number of a pager: valid in form, and nobody answers."""
        return f"+48 64{self.rng.randrange(10)} {self._three()} {self._three()}"

    def _three(self):
        return f"{self.rng.randrange(1000):03d}"

    def iban(self):
        """Return an account number with right check digits in a bank that is none."""
        account = f"{BANK_BRANCH}{self.rng.randrange(10**16):016d}"
        ibans = [f"PL{check:02d}{account}" for check in range(2, 99)]
        return _right_ones("IBAN", ibans)[0]


def _right_ones(kind, numbers):
    """Return those of the numbers whose check digit is right."""
    return [number for number in numbers if is_valid(kind, number)]


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
    }


def ascii_letters(text):
    """Return a text in small letters without Polish signs: ``Żółć`` is ``zolc``."""
    plain = text.replace("ł", "l").replace("Ł", "L")
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if c.isalnum() and c.isascii()).lower()
