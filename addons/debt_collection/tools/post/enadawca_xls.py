"""The XLS template of Elektroniczny Nadawca (Poczta Polska), as known from 2017.

Columns are found by name: a newer template that a user uploads may add and move some.
Ordinary letters have no place in it: only registered items are written.
"""

from io import BytesIO

import xlrd
import xlwt

from ..texts import Told, _
from .item import ORDINARY, RECEIPT, ItemsRefused, check_items

SHEET = "Arkusz1"
LIMITS = {"street": 255, "house": 11, "flat": 11, "city": 63}


def _place(prefix, *more):
    names = "Nazwa NazwaCd Ulica NumerDomu NumerLokalu KodPocztowy Miejscowosc".split()
    return [f"{prefix}{name}" for name in (*names, *more)]


def _declared(number):
    names = "OkreslenieZawartosci Ilosc Masa Wartosc NrTaryfowy KrajPochodzenia"
    return [f"Deklaracja{name}{number}" for name in names.split()]


_DECLARATION = (
    "Waluta NrRefImportera NrTelImportera OplatyPocztowe Uwagi Licencja Swiadectwo "
    "Faktura Podarunek Dokument ProbkaHandlowa ZwrotTowaru Towary Inny Wyjasnienie"
)
HEADER = (
    "NumerNadania",
    *_place("Adresat"),
    *(
        "AdresatKraj AdresatEmail AdresatMobile AdresatTelefon AdresatPosteRestante "
        "AdresatOsobaKontaktowa AdresatNIP Gabaryt KategoriaLubGwarancjaTerminu Masa "
        "KwotaPobrania NRB TytulPobrania SprawdzenieZawartosci Wartosc Ubezpieczenie "
        "GodzinaDoreczenia Ostroznie Uwagi Zawartosc PotwierdzenieOdbioru "
        "ElektronicznePotwierdzenieOdbioru OdbiorWPunkcie"
    ).split(),
    *_place("Odbior", "OsobaKontaktowa"),
    *_place("Doreczenie", "OsobaKontaktowa"),
    "Platnik",
    *_place("Platnik", "NIP"),
    *(
        "RodzajPalety SzerokoscPalety DlugoscPalety WysokoscPalety "
        "IloscZwracanychPaletEuro ZalaczonaFaktura ZalaczonyWZ ZalaczoneDokumenty "
        "ZwracanaFaktura ZwracanyWZ ZwracaneDokumenty DataZaladunku DataDostawy "
        "IdMultiPack PowiadomienieNadawcy PowiadomienieOdbiorcy TypOpakowania "
        "UiszczaOplate Ponadgabaryt DoreczenieWDzien DoreczenieWSobote "
        "OdbiorWSobote DoreczenieDoRakWlasnych DokumentyZwrotne "
        "DoreczenieWNiedziele/Swieto Doreczenie20:00-7:00 OdbiorWNiedziele/Swieto "
        "Odbior20:00-7:00 Miejscowa ObszarMiasto"
    ).split(),
    *(f"Deklaracja{name}" for name in _DECLARATION.split()),
    *(name for number in range(1, 6) for name in _declared(number)),
    *(
        "MPK ZasadySpecjalne DokumentyZwrotneProfilAdresowyNazwa Serwis "
        "PROCEDURA_SERWIS PROCEDURA_ZawartoscNazwa PROCEDURA_ListaCzynnosciNazwa "
        "numerPrzesylkiKlienta"
    ).split(),
)


class TemplateUnknown(Told):
    """The uploaded template is no XLS, or lacks a column that letters need."""


def write(items, header=HEADER):
    """Return the bytes of a workbook with one row per registered item.

    :param items: PostItems
    :param header: names of the columns in their order
    :raises ItemsRefused: an item lacks something; nothing is written
    :raises TemplateUnknown: the header lacks a column that letters need
    """
    items = [item for item in items if item.kind != ORDINARY]
    faults = check_items(items, LIMITS)
    if faults:
        raise ItemsRefused(faults)
    rows = [_row(item) for item in items]
    missing = sorted({name for row in rows for name in row} - set(header))
    if missing:
        raise TemplateUnknown(
            _("The template lacks the columns %(names)s."), names=", ".join(missing)
        )
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(SHEET)
    for column, name in enumerate(header):
        sheet.write(0, column, name)
    for line, row in enumerate(rows, 1):
        for column, name in enumerate(header):
            if row.get(name, "") != "":
                sheet.write(line, column, row[name])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_header(content):
    """Return the names of the columns of a template that a user uploads.

    :raises TemplateUnknown: the file cannot be read or has no header
    """
    try:
        sheet = xlrd.open_workbook(file_contents=content).sheet_by_index(0)
        header = tuple(str(value).strip() for value in sheet.row_values(0))
    except Exception as error:  # xlrd lets errors of every kind through
        raise TemplateUnknown(
            _("This is no XLS file with a row of headers.")
        ) from error
    if not any(header):
        raise TemplateUnknown(_("This is no XLS file with a row of headers."))
    return header


def _row(item):
    name, name_more = item.names()
    address = item.address
    return {
        "NumerNadania": item.number,
        "AdresatNazwa": name,
        "AdresatNazwaCd": name_more,
        "AdresatUlica": address.street,
        "AdresatNumerDomu": address.house,
        "AdresatNumerLokalu": address.flat,
        "AdresatKodPocztowy": address.postcode,
        "AdresatMiejscowosc": address.city,
        "AdresatKraj": "Polska",
        "Gabaryt": item.format,
        "KategoriaLubGwarancjaTerminu": "P" if item.priority else "E",
        "Masa": item.grams / 1000,
        "PotwierdzenieOdbioru": "T" if item.kind == RECEIPT else "N",
        "numerPrzesylkiKlienta": item.reference,
    }
