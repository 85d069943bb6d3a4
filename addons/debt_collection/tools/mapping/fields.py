"""The fields that a portfolio file can fill, and the column names they go by.

How synonyms are written stands in ``field``.
"""

from ..texts import _
from .field import define

_DEBTOR = (
    define(
        "payer_number",
        "debtor",
        _("Payer number"),
        "code",
        "numer WHO, identyfikator WHO, kod WHO, symbol WHO, numer ewidencyjny WHO, "
        "numer konta klient*, numer kontrakt*, account numer, platnik",
        "CREDITOR faktur* nip pesel telefon* domu lokalu bankow* nazwa name",
    ),
    define(
        "ppe",
        "debtor",
        _("Energy point (PPE)"),
        "ppe",
        "ppe, numer ppe, kod ppe, punkt* poboru energii, numer punkt* poboru",
        telling=True,
    ),
    define(
        "name",
        "debtor",
        _("Name"),
        "text",
        "nazwa, nazwa WHO, dane WHO, WHO, WHO name, name of WHO, name, full name, "
        "nazwa firm*, nazwa pelna, firma, company, company name, imie nazwisko, "
        "imie i nazwisko, nazwisko i imie, imie i nazwisko nazwa, "
        "imie i nazwisko WHO, nazwisko i imie WHO, imie nazwisko WHO, nazwisko imie",
        "CREDITOR numer kod identyfikator symbol rodzaj typ type status adres address "
        "email telefon* nip pesel regon krs ulica data termin* kwota* wartosc* saldo "
        "amount produkt* uslug* towar*",
    ),
    define(
        "last_name",
        "debtor",
        _("Last name or company"),
        "text",
        "nazwisko, nazwisko WHO, nazwisko nazwa, nazwisko lub nazwa, nazwisko firma, "
        "last name, lastname, surname, WHO last name",
        "imie first rodowe panienskie CREDITOR",
    ),
    define(
        "first_name",
        "debtor",
        _("First name"),
        "text",
        "imie, imie WHO, imiona, pierwsze imie, first name, firstname, given name, "
        "WHO first name",
        "nazwisko last ojca matki drugie CREDITOR",
    ),
    define(
        "pesel",
        "debtor",
        _("PESEL"),
        "pesel",
        "pesel, numer pesel, pesel WHO",
        "porecz* wspol* CREDITOR",
        telling=True,
    ),
    define(
        "nip",
        "debtor",
        _("NIP"),
        "nip",
        "nip, numer nip, nip ue, nip WHO, vat, vat numer, vat identyfikator, "
        "tax identyfikator, taxid, tax numer",
        "kwota* stawka netto brutto faktura faktury CREDITOR",
        telling=True,
    ),
    define(
        "regon",
        "debtor",
        _("REGON"),
        "regon",
        "regon, numer regon, regon WHO",
        "CREDITOR",
    ),
    define("krs", "debtor", _("KRS"), "krs", "krs, numer krs, krs WHO", "CREDITOR"),
    define(
        "street",
        "debtor",
        _("Street"),
        "text",
        "ulica, nazwa ulic*, adres ulica, ulica i numer, ulica numer, "
        "ulica numer domu, ulica WHO, street, street address",
        "koresp* CREDITOR",
    ),
    define(
        "house",
        "debtor",
        _("House number"),
        "short",
        "numer dom*, numer bud*, numer posesj*, dom, budynek, house, house numer, "
        "building, building numer",
        "lokal* mieszk* koresp* ulica telefon",
    ),
    define(
        "flat",
        "debtor",
        _("Flat number"),
        "short",
        "numer lok*, numer mieszk*, numer m, lokal, lok, mieszkanie, mieszk, flat, "
        "flat numer, apartment, apartment numer",
        "koresp* domu",
    ),
    define(
        "zip",
        "debtor",
        _("Postal code"),
        "zip",
        "kod, kod poczt*, adres kod, pna, zip, zip code, postal code, postcode",
        "WHO koresp* CREDITOR",
        telling=True,
    ),
    define(
        "city",
        "debtor",
        _("City"),
        "text",
        "miasto, miejscowosc, miejsc, poczta, adres miasto, miasto WHO, city, town",
        "kod koresp* urodzenia CREDITOR",
    ),
    define(
        "address",
        "debtor",
        _("Whole address"),
        "text",
        "adres, pelny adres, adres pocztowy, adres zamieszk*, adres zameld*, "
        "adres siedzib*, adres WHO, address, full address, WHO address",
        "email koresp* www ip CREDITOR",
    ),
    define(
        "phone",
        "debtor",
        _("Phone"),
        "phone",
        "telefon, numer telefon*, telefon kontaktowy, telefon 1, telefon WHO, "
        "telefon kom*, komorka, numer kom*, telefon numer, mobile, mobile numer",
        "2 3 fax faks CREDITOR",
    ),
    define(
        "phone2",
        "debtor",
        _("Second phone"),
        "phone",
        "telefon 2, drugi telefon, telefon dodatkowy, inny telefon, telefon stacj*, "
        "telefon domowy, telefon sluzb*, telefon kom*, second telefon",
        "3 fax faks CREDITOR",
    ),
    define(
        "email",
        "debtor",
        _("E-mail"),
        "email",
        "email, adres email, email WHO, poczta email, email address",
        "CREDITOR",
        telling=True,
    ),
    define(
        "partner_kind",
        "debtor",
        _("Person or company"),
        "party",
        "rodzaj WHO, typ WHO, rodzaj podmiotu, typ podmiotu, typ osoby, osoba firma, "
        "forma prawna, WHO type",
    ),
)
_CLAIM = (
    define(
        "external_id",
        "claim",
        _("Claim identifier"),
        "code",
        "identyfikator, identyfikator wierzytelnosci, identyfikator zobow*, "
        "identyfikator nalezn*, identyfikator dokument*, identyfikator faktury, "
        "numer wierzytelnosci, numer nalezn*, numer pozycji, numer ksiegowy, klucz, "
        "external identyfikator, claim identyfikator, invoice identyfikator",
        "WHO CREDITOR umow* spraw*",
    ),
    define(
        "number",
        "claim",
        _("Invoice number"),
        "code",
        "faktura, numer faktur*, numer faktury vat, faktura vat, faktura numer, "
        "dokument, numer dokument*, symbol dokument*, dokument sprzedazy, dowod, "
        "numer dowodu, rachunek, numer rachunku, numer noty, numer ksef, "
        "invoice, invoice numer",
        "data termin* kwota* wartosc* amount saldo rodzaj typ type waluta netto "
        "brutto bankow* tozsamosci konta osobist* wplat* stawka zaplac*",
    ),
    define(
        "kind",
        "claim",
        _("Kind of claim"),
        "kind",
        "rodzaj, rodzaj wierzytelnosci, rodzaj dokument*, rodzaj nalezn*, "
        "rodzaj zobow*, typ, typ dokument*, typ wierzytelnosci, typ nalezn*, kind, "
        "type, dokument type, invoice type, claim type, claim kind",
        "WHO odset* podmiotu osoby interest przedawn*",
    ),
    define(
        "title",
        "claim",
        _("Title"),
        "text",
        "tytul, tytulem, opis, za co, przedmiot, tytul wierzytelnosci, usluga, "
        "opis wierzytelnosci, nazwa uslugi, przedmiot sprzedazy, nazwa towaru, "
        "okres rozliczeniowy, title, description",
        "wykonawcz*",
    ),
    define(
        "issue_date",
        "claim",
        _("Issue date"),
        "date",
        "data wyst*, wystawion*, wyst, data wyst* faktur*, data wyst* dokument*, "
        "data faktur*, data dokument*, data sprzedazy, issue data, issued, "
        "data issued, data of issue, invoice data",
        "platnosci wplat* wplyw* due wymag* urodzenia zaplaty termin*",
    ),
    define(
        "due_date",
        "claim",
        _("Due date"),
        "date",
        "termin, termin platn*, termin zaplaty, termin splaty, termin wymag*, "
        "termin platn* faktur*, data platn*, data wymag*, data termin*, wymagaln*, "
        "data zapadalnosci, data termin* platn*, platne do, platnosc do, "
        "zaplacic do, due, due data, data due, payment due, payment due data, "
        "maturity data, invoice due data",
        "wyst* ostatni* wplat* wplyw* przedawn* urodzenia dni",
    ),
    define(
        "amount",
        "claim",
        _("Amount"),
        "amount",
        "kwota, kwota brutto, kwota glowna, kwota faktur*, kwota dokument*, "
        "kwota nalezn*, kwota pierwotna, kwota poczatkowa, kwota kapitalu, "
        "kwota wierzytelnosci, kwota zobow*, kwota ogolem, wartosc, wartosc brutto, "
        "wartosc faktur*, wartosc dokument*, wartosc nominalna, brutto, kapital, "
        "nalezn*, nalezn* glowna, suma, suma brutto, razem, amount, gross, "
        "gross amount, gross value, invoice amount, original amount, principal, "
        "total, total amount",
        "netto net vat odset* koszt* pozostal* zaplac* wplac* wplat* zaplaty saldo "
        "slownie dlugu zalegl* zadluz* uregul* splac* splaty rozlicz* data termin* "
        "waluta paid due interest outstanding open",
    ),
    define(
        "remaining",
        "claim",
        _("Remaining amount"),
        "amount",
        "do zaplaty, do splaty, do rozliczenia, pozostal*, pozostal* do zaplaty, "
        "pozostal* do splaty, kwota pozostal* do zaplaty, kwota do zaplaty, "
        "kwota pozostal*, kwota zadluz*, kwota zalegl*, kwota dlugu, "
        "kwota nierozliczon*, nierozliczon*, nalezn* pozostal*, zadluzenie, "
        "zaleglosc, dlug, zostalo, saldo, aktualne saldo, saldo nalezn*, "
        "saldo faktur*, saldo dokument*, saldo wn, balance, remaining, residual, "
        "remaining amount, outstanding, outstanding amount, amount due, open amount",
        "data termin* odset* koszt* dni poczatk*",
    ),
    define(
        "paid",
        "claim",
        _("Paid"),
        "amount",
        "wplac*, zaplac*, splac*, uregul*, rozliczon*, wplat*, suma wplat, "
        "kwota wplac*, kwota wplat*, kwota zaplac*, kwota splac*, kwota uregul*, "
        "kwota rozliczon*, dotychczas* wplat*, paid, paid amount, payments",
        "data termin* odset* do nierozlicz* ostatni* not dni",
    ),
    define(
        "currency",
        "claim",
        _("Currency"),
        "currency",
        "waluta, kod walut*, symbol walut*, waluta faktur*, waluta dokument*, wal, "
        "currency, currency code",
        telling=True,
    ),
    define(
        "interest_kind",
        "claim",
        _("Kind of interest"),
        "word",
        "rodzaj odset*, typ odset*, odsetki, interest kind, interest type",
        "kwota* stopa stawka data rate",
    ),
    define(
        "interest_rate",
        "claim",
        _("Interest rate (% a year)"),
        "rate",
        "stopa, stopa odset*, stopa procentowa, oprocentowanie, odsetki, "
        "stawka odset*, procent odset*, wysokosc odset*, interest rate",
        "kwota* rodzaj typ data vat",
    ),
    define(
        "limitation_kind",
        "claim",
        _("Kind of limitation"),
        "",
        "przedawnienie, rodzaj przedawn*, okres przedawn*, typ przedawn*, "
        "limitation, limitation kind, limitation rule",
        "data termin*",
    ),
    define(
        "note",
        "claim",
        _("Note"),
        "",
        "uwagi, uwaga, notatka, notatki, komentarz, dodatkowe informacje, note, "
        "notes, comment, comments, remarks",
    ),
)
_OTHER = (
    define(
        "creditor_name",
        "creditor",
        _("Creditor"),
        "text",
        "CREDITOR, nazwa CREDITOR, CREDITOR name, CREDITOR pierwotny, spolka",
        "nip adres address numer kod konto identyfikator data regon email telefon",
    ),
    define(
        "creditor_nip",
        "creditor",
        _("Creditor's NIP"),
        "nip",
        "nip CREDITOR, CREDITOR vat, CREDITOR tax identyfikator",
    ),
    define(
        "case_reference",
        "case",
        _("Case reference"),
        "code",
        "sprawa, numer sprawy, identyfikator sprawy, sygnatura, sygnatura sprawy, "
        "znak sprawy, numer akt, umowa, numer umow*, identyfikator umow*, case, "
        "case numer, case identyfikator, case reference, contract numer, reference",
        "data rodzaj typ status",
    ),
)

FIELDS = _DEBTOR + _CLAIM + _OTHER
BY_CODE = {field.code: field for field in FIELDS}
