"""Invented debtors and claims: names, places and numbers that belong to nobody.

Everything is drawn from a ``random.Random``, so one seed always gives one portfolio.
Identifiers carry right check digits, by the public weights of PESEL and NIP.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

FIRST_NAMES = {
    "m": "Bogusz Cezary Dobromir Gniewomir Jarogniew Lubomir Mścisław Olgierd Radosław "
    "Sławoj Świętopełk Wacław Ziemowit Żelisław".split(),
    "f": "Bogna Czesława Dąbrówka Grażyna Jagna Ludmiła Mirosława Ożanna Róża Sława "
    "Świetlana Wiesława Zdzisława Żywia".split(),
}
SURNAMES = (
    "Brzeźniak Chrząstek Dłużyk Gęgaj Jaźwiec Kłębek Łąkociej Miądlik Niedośpiał "
    "Ożóg Pędziwiatr Rzęsa Strzyżak Ścibik Trąbicki Wężyk Zięblik Źrebak Żółtek "
    "Ćwirka Bździel Gżegżółka Mglisty Pluskwik Szczypior"
).split()
COMPANY_STEMS = (
    "Bławatek Chrzan Dębosz Gąska Iskierka Jeżyna Kłos Łubin Mącznik Niezabudka "
    "Oścień Pszczółka Rzeżucha Świder Tęcza Wrzos Źródełko Żarna"
).split()
COMPANY_FORMS = ("Sp. z o.o.", "Sp. j.", "S.A.", "s.c.", "Sp. z o.o. Sp. k.")
STREETS = (
    "Bajeczna Ćmy Daktylowa Echa Gęsia Huśtawki Jagodzińska Krótkowidzów Łabędzia "
    "Mglista Nieistniejąca Ósma Pięciornika Różnobarwna Śnieżynki Tęczowa Wężowa "
    "Źrebięca Żabieńca"
).split()
TOWNS = (
    "Bąkowo Dolne|Czarnołąka|Długosiodełko|Gęsianka Wielka|Jaźwce|Kłopotowice|"
    "Łękołody|Mżawka|Niedźwiadki|Ośnica Mała|Pstrągowo|Rzęśl|Święcisz|Trzęsawa|"
    "Wądolec|Zielonołąka|Źdźbłów|Żółwino"
).split("|")
_PESEL_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_FIRST_DAY = datetime.date(2020, 1, 7)
_DAYS = 2300


@dataclass(frozen=True)
class Debtor:
    """An invented person (with first name and PESEL) or company (with NIP)."""

    payer_number: str
    ppe: str
    name: str
    first_name: str
    pesel: str
    nip: str
    street: str
    house: str
    flat: str
    postal_code: str
    town: str
    phone: str
    email: str


@dataclass(frozen=True)
class Claim:
    """An invented invoice or interest note; ``remaining`` is amount less ``paid``."""

    number: str
    kind: str
    issued: datetime.date
    due: datetime.date
    amount: Decimal
    paid: Decimal

    @property
    def remaining(self):
        """What is still to be paid."""
        return self.amount - self.paid


def pesel(rng, female):
    """A PESEL with the right check digit, born 1940 to 2006."""
    born = datetime.date(1940, 1, 1) + datetime.timedelta(days=rng.randrange(24_400))
    month = born.month + (20 if born.year >= 2000 else 0)
    serial = rng.randrange(1000) * 10 + rng.randrange(5) * 2 + (not female)
    digits = f"{born.year % 100:02d}{month:02d}{born.day:02d}{serial:04d}"
    total = sum(int(d) * w for d, w in zip(digits, _PESEL_WEIGHTS, strict=True))
    return f"{digits}{-total % 10}"


def nip(rng):
    """A NIP with the right check digit."""
    while True:
        digits = f"{rng.randrange(101, 999)}{rng.randrange(10**6):06d}"
        check = sum(int(d) * w for d, w in zip(digits, _NIP_WEIGHTS, strict=True)) % 11
        if check != 10:
            return f"{digits}{check}"


def ppe(rng):
    """A number of an energy point with the right check digit (GS1)."""
    digits = f"5903229{rng.randrange(10**10):010d}"
    total = sum(int(d) * (3 - 2 * (i % 2)) for i, d in enumerate(digits))
    return f"{digits}{-total % 10}"


def broken_pesel(number):
    """The same PESEL with a wrong check digit."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def debtor(rng, company):
    """One invented debtor."""
    if company:
        stems = rng.sample(COMPANY_STEMS, 2)
        name, first = f"{stems[0]}-{stems[1]} {rng.choice(COMPANY_FORMS)}", ""
        numbers = {"pesel": "", "nip": nip(rng)}
    else:
        sex = rng.choice("mf")
        name, first = rng.choice(SURNAMES), rng.choice(FIRST_NAMES[sex])
        numbers = {"pesel": pesel(rng, sex == "f"), "nip": ""}
    return Debtor(
        payer_number=f"{rng.randrange(10**9):09d}",
        ppe=ppe(rng),
        name=name,
        first_name=first,
        email=rng.choice(["", f"skrzynka{rng.randrange(10**6)}@example.com"]),
        phone=rng.choice(["+48 ", "48", "0048 ", ""]) + f"5{rng.randrange(10**8):08d}",
        **numbers,
        **_address(rng),
    )


def _address(rng):
    """Fields of an invented address."""
    return {
        "street": rng.choice(STREETS),
        "house": f"{rng.randrange(1, 180)}{rng.choice(['', '', 'A', 'b'])}",
        "flat": rng.choice(["", str(rng.randrange(1, 70))]),
        "postal_code": f"{rng.randrange(1, 99):02d}-{rng.randrange(1, 999):03d}",
        "town": rng.choice(TOWNS),
    }


def claim(rng, serial):
    """One invented claim; the serial number makes its number unique."""
    issued = _FIRST_DAY + datetime.timedelta(days=rng.randrange(_DAYS))
    amount = Decimal(rng.randrange(1_500, 300_000)) / 100
    share = Decimal(rng.choice([0, 0, 0, 0, 25, 60])) / 100
    return Claim(
        number=f"FV/{issued:%Y/%m}/{serial:06d}",
        kind="nota odsetkowa" if rng.random() < 0.03 else "faktura",
        issued=issued,
        due=issued + datetime.timedelta(days=rng.choice([7, 14, 21, 30])),
        amount=amount,
        paid=(amount * share).quantize(Decimal("0.01")),
    )


def portfolio(rng, claims, debtors, company_share):
    """Yield ``(Debtor, Claim)`` pairs, the claims of a debtor side by side."""
    serial = 0
    for index in range(debtors):
        who = debtor(rng, rng.random() < company_share)
        share = claims * (index + 1) // debtors - claims * index // debtors
        for _again in range(share):
            serial += 1
            yield who, claim(rng, serial)
