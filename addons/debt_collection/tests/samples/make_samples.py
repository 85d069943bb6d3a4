"""Writes the sample files of this folder: three portfolios with planted faults.

Run it again only to change the samples: ``python make_samples.py``. What was planted
stands in ``faults.csv`` as file, record number (without header) and kind:

- ``zip``: postal code without meaning, ``noname``: no name of the debtor,
- ``dup``: the claim number of the record before, ``amount``: words for an amount,
- ``negative``: an amount below zero, ``date``: a due date that does not exist,
- ``pesel``: a PESEL with a wrong check digit.
"""

import csv
import dataclasses
import datetime
import pathlib
import random
from typing import NamedTuple

import invented
import xlsxwriter
import xlwt

FOLDER = pathlib.Path(__file__).parent
KINDS = ("zip", "noname", "dup", "amount", "negative", "date", "pesel")
NO_DATE = "31.02.2025"
NO_AMOUNT = "sto złotych"


def energy_row(who, claim):
    """An energy supplier's row: everything in columns of its own, amount and paid."""
    return {
        "Numer płatnika": who.payer_number,
        "Nr PPE": who.ppe,
        "Nazwisko / nazwa": who.name,
        "Imię": who.first_name,
        "PESEL": who.pesel,
        "NIP": who.nip,
        "Ulica": who.street,
        "Nr domu": who.house,
        "Nr lokalu": who.flat,
        "Kod": who.postal_code,
        "Miejscowość": who.town,
        "Telefon": who.phone,
        "E-mail": who.email,
        "Rodzaj": claim.kind,
        "Numer faktury": claim.number,
        "Data wystawienia": claim.issued,
        "Termin płatności": claim.due,
        "Kwota brutto": float(claim.amount),
        "Wpłacono": float(claim.paid),
    }


def telecom_row(who, claim):
    """A telecom's row: name and street in one column each, amount and remainder."""
    return {
        "ID_KLIENTA": who.payer_number,
        "NAZWA": f"{who.first_name} {who.name}".strip(),
        "PESEL": who.pesel,
        "NIP": who.nip,
        "ADRES": f"ul. {who.street} {who.house}" + (who.flat and f"/{who.flat}"),
        "KOD_POCZTOWY": who.postal_code,
        "MIASTO": who.town,
        "TEL": who.phone,
        "DOKUMENT": claim.number,
        "DATA_DOK": f"{claim.issued:%d.%m.%Y}",
        "DATA_PLATN": f"{claim.due:%d.%m.%Y}",
        "KWOTA": polish(claim.amount),
        "DO_ZAPLATY": polish(claim.remaining),
    }


def b2b_row(who, claim):
    """A wholesaler's row: the whole address in one column, one amount."""
    town = f"{who.postal_code} {who.town}"
    return {
        "Kontrahent": who.name,
        "NIP": who.nip,
        "Adres": f"{who.street} {who.house}, {town}",
        "Faktura": claim.number,
        "Wystawiona": claim.issued,
        "Termin": claim.due,
        "Wartość": float(claim.amount),
        "Waluta": "PLN",
        "Email": who.email,
    }


def polish(amount):
    """Amount in Polish manner, thousands by a hard space: ``1 234,56``."""
    return f"{amount:,.2f}".translate({ord(","): "\xa0", ord("."): ","})


def plant(rng, pairs, kinds):
    """Spoil some records, the kinds in turn; return them and ``{record: kind}``."""
    spoiled, planted, before = [], {}, None
    for record, (who, claim) in enumerate(pairs, 1):
        kind = kinds[len(planted) % len(kinds)] if rng.random() < 0.2 else ""
        if (kind == "dup" and not before) or (kind == "pesel" and not who.pesel):
            kind = ""
        spoiled.append((*spoil(kind, who, claim, before), kind))
        before = None if kind else claim
        planted |= {record: kind} if kind else {}
    return spoiled, planted


def spoil(kind, who, claim, before):
    """A debtor and a claim with one planted fault, as far as records can hold it."""
    if kind == "zip":
        who = dataclasses.replace(who, postal_code="00000")
    elif kind == "noname":
        who = dataclasses.replace(who, name="", first_name="")
    elif kind == "pesel":
        who = dataclasses.replace(who, pesel=invented.broken_pesel(who.pesel))
    elif kind == "dup":
        claim = dataclasses.replace(claim, number=before.number)
    elif kind == "negative":
        claim = dataclasses.replace(claim, amount=-claim.amount, paid=-claim.paid)
    return who, claim


def spoil_text(row, kind, due, amounts):
    """Write what is no date or no amount into the row's cells."""
    if kind == "date":
        return {**row, due: NO_DATE}
    if kind == "amount":
        return {**row, **dict.fromkeys(amounts, NO_AMOUNT)}
    return row


def write_xlsx(path, rows):
    """Rows of dicts as XLSX; texts as texts, dates as dates."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime.datetime(2026, 1, 1)})
        sheet = book.add_worksheet("Wierzytelności")
        sheet.write_row(0, 0, rows[0])
        for index, row in enumerate(rows, 1):
            for column, value in enumerate(row.values()):
                write = sheet.write_string if isinstance(value, str) else sheet.write
                write(index, column, value)


def write_xls(path, rows):
    """Rows of dicts as XLS."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("dane")
    date_style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, name in enumerate(rows[0]):
        sheet.write(0, column, name)
    for index, row in enumerate(rows, 1):
        for column, value in enumerate(row.values()):
            if hasattr(value, "year"):
                sheet.write(index, column, value, date_style)
            else:
                sheet.write(index, column, value)
    book.save(path)


def write_csv(path, rows):
    """Rows of dicts as CSV in CP1250 with semicolons."""
    with open(path, "w", encoding="cp1250", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


class Sample(NamedTuple):
    """One file: how much of what is in it, and which columns can be spoiled."""

    file: str
    claims: int
    debtors: int
    companies: float
    to_row: callable
    write: callable
    kinds: tuple
    due: str
    amounts: tuple

    def rows(self):
        """The rows of the file and ``{record number: planted kind}``."""
        rng = random.Random(self.file)
        pairs = invented.portfolio(rng, self.claims, self.debtors, self.companies)
        spoiled, planted = plant(rng, pairs, self.kinds)
        rows = [
            spoil_text(self.to_row(who, claim), kind, self.due, self.amounts)
            for who, claim, kind in spoiled
        ]
        return rows, planted


SAMPLES = (
    Sample(
        "energia.xlsx",
        claims=200,
        debtors=70,
        companies=0.15,
        to_row=energy_row,
        write=write_xlsx,
        kinds=KINDS,
        due="Termin płatności",
        amounts=("Kwota brutto",),
    ),
    Sample(
        "telekom_cp1250.csv",
        claims=150,
        debtors=60,
        companies=0.1,
        to_row=telecom_row,
        write=write_csv,
        kinds=KINDS,
        due="DATA_PLATN",
        amounts=("KWOTA", "DO_ZAPLATY"),
    ),
    Sample(
        "b2b.xls",
        claims=60,
        debtors=25,
        companies=1.0,
        to_row=b2b_row,
        write=write_xls,
        kinds=KINDS[:-1],
        due="Termin",
        amounts=("Wartość",),
    ),
)


def main():
    """Write the three samples and the list of what is wrong in them."""
    listed = []
    for sample in SAMPLES:
        rows, planted = sample.rows()
        sample.write(FOLDER / sample.file, rows)
        listed += [(sample.file, record, kind) for record, kind in planted.items()]
    with open(FOLDER / "faults.csv", "w", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(listed)


if __name__ == "__main__":
    main()
