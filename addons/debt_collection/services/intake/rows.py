"""From a row of a file to the values of a debtor and a claim."""

import datetime
import re

from ...tools import values
from ...tools.interest import first_interest_day
from .cells import ERROR, WARNING
from .faults import Fault

FIRST_DUE_DATE = datetime.date(1993, 5, 1)
_CODE_IN_ADDRESS = re.compile(r"\b(\d{5}|\d{2}-\d{3})\b")


class RowReader:
    """Reads rows by a mapping; collects what is wrong with them.

    :param header: column names of the file
    :param mapping: ``{field code: column name}``
    :param readers: ``cells.Readers``
    :param setting: ``Setting`` of the run
    """

    def __init__(self, header, mapping, readers, setting):
        """See the class."""
        places = {name: place for place, name in enumerate(header)}
        self._fields = [
            (code, places[column])
            for code, column in mapping.items()
            if column in places
        ]
        self._by_place = {place: code for code, place in self._fields}
        self._mapping, self._readers, self._setting = mapping, readers, setting
        self._row, self._faults = None, []
        self._first_days = {}

    def take(self, row):
        """Read one row of a table.

        :return: (dict of values by the columns of the stage, list of ``Fault``)
        """
        self._row, self._faults = row, []
        found = {code: self._cell(code, place) for code, place in self._fields}
        self._note_row_faults()
        self._check_needed(found)
        staged = self._debtor(found) | self._claim(found)
        self._check_debtor(staged)
        return staged, self._faults

    def note(self, field, code, severity=ERROR, **params):
        """Add a fault of the row that is being read."""
        place = self._place(field)
        value = "" if place is None else self._row.values[place]
        number, record = self._row.number, self._row.record
        text = "" if value is None else str(value)
        self._faults.append(
            Fault(number, record, field, text[:200], code, severity, params)
        )

    # === CELLS === #

    def _place(self, field):
        """Column of a field, None when it is not mapped."""
        return next((place for code, place in self._fields if code == field), None)

    def _cell(self, code, place):
        """Read one cell; a doubtful one gives None and a fault."""
        value = self._row.values[place]
        if self._row.faults and place in self._row.faults:
            self.note(code, self._row.faults[place], limit=32_767)
            return None
        if value is None:
            return None
        read, reason, severity = self._readers.value_of(code, value)
        if reason:
            self.note(code, reason, severity, **self._setting.params(reason))
        return read

    def _note_row_faults(self):
        """Refuse a row with more or fewer fields than columns."""
        if self._row.faults and None in self._row.faults:
            self.note("", self._row.faults[None])

    def _has_fault(self, *fields):
        """Whether one of the fields already has a fault."""
        return any(fault.field in fields for fault in self._faults)

    def _check_needed(self, found):
        """A due date and an amount are needed."""
        if found.get("due_date") is None and not self._has_fault("due_date"):
            self.note("due_date", "empty")
        given = any(found.get(code) is not None for code in ("amount", "remaining"))
        if not given and not self._has_fault("amount", "remaining"):
            self.note("amount" if "amount" in self._mapping else "remaining", "empty")

    # === DEBTOR === #

    def _debtor(self, found):
        """Values of the debtor."""
        staged = {
            code: found.get(code) or None
            for code in ("pesel", "nip", "regon", "krs", "ppe", "email")
        }
        staged["payer"] = found.get("payer_number") or None
        staged["phone"] = found.get("phone") or found.get("phone2") or None
        name, first = found.get("name") or "", found.get("first_name") or ""
        name = name or " ".join(filter(None, (first, found.get("last_name"))))
        staged["name"] = name or None
        if not name and not self._has_fault("name", "last_name"):
            self.note("name" if "name" in self._mapping else "last_name", "no_name")
        company = found.get("partner_kind")
        if company is None:
            company = bool(staged["nip"]) and not staged["pesel"] and not first
        staged["is_company"] = company
        return staged | self._address(found)

    def _address(self, found):
        """Street line, postal code and city, from one column or from several."""
        whole = values.split_address(found.get("address") or "")
        street = found.get("street") or whole.street
        house = found.get("house") or whole.house
        flat = found.get("flat") or whole.flat
        code, city = found.get("zip"), found.get("city") or whole.city
        if not code and found.get("address"):
            code = self._code_of_address(whole)
        number = f"{house}/{flat}" if house and flat else house or flat
        line = " ".join(filter(None, (street.removeprefix("ul. "), str(number or ""))))
        return {"street": line or None, "zip": code, "city": city or None}

    def _code_of_address(self, whole):
        """Postal code inside an address; one that stayed in the street is wrong."""
        text = whole.postal_code
        if not text:
            match = _CODE_IN_ADDRESS.search(f"{whole.street} {whole.house}")
            text = match and match[1]
        if not text:
            return None
        code, reason, severity = self._readers.value_of("zip", text)
        if reason:
            self.note("address", reason, severity)
        return code

    def _check_debtor(self, staged):
        """Something must tell who the debtor is."""
        doubted = {f.field for f in self._faults if f.code != "leading_zeros_restored"}
        staged["pesel_sure"] = bool(staged["pesel"]) and "pesel" not in doubted
        staged["nip_sure"] = bool(staged["nip"]) and "nip" not in doubted
        if any(staged[key] for key in ("payer", "pesel", "nip", "ppe")):
            return
        if staged["name"] and staged["street"] and staged["city"]:
            self.note("", "weak_debtor_key", WARNING)
        elif staged["name"]:
            self.note("", "no_debtor_key")

    # === CLAIM === #

    def _claim(self, found):
        """Values of the claim."""
        setting = self._setting
        number, external = found.get("number"), found.get("external_id")
        key = external if setting.claim_key == "external_id" else number
        if not key and not self._has_fault("number", "external_id"):
            self.note(setting.claim_key, "no_claim_key")
        return {
            "claim_key": key or None,
            "number": number or None,
            "external_id": external or None,
            "kind_id": found.get("kind"),
            "title": found.get("title") or None,
            "note": found.get("note") or None,
            "reference": found.get("case_reference") or None,
            "creditor_name": found.get("creditor_name") or None,
            "creditor_nip": found.get("creditor_nip"),
            "limitation_rule_id": found.get("limitation_kind"),
            **self._dates(found),
            **self._amounts(found),
            **self._terms(found),
        }

    def _dates(self, found):
        """Dates of the claim and its first day of interest."""
        issued, due = found.get("issue_date"), found.get("due_date")
        if due and due < FIRST_DUE_DATE:
            self.note("due_date", "due_too_early")
            due = None
        if issued and due and issued > due:
            self.note("issue_date", "issued_after_due", WARNING)
        if due and due not in self._first_days:
            self._first_days[due] = first_interest_day(due, self._setting.shift)
        first = self._first_days.get(due)
        return {"issue_date": issued, "due_date": due, "interest_from": first}

    def _amounts(self, found):
        """Amount, what was paid of it before, what remains; None where unknown."""
        amount, remaining, paid = map(found.get, ("amount", "remaining", "paid"))
        if amount == 0:
            self.note("amount", "zero_amount")
        if amount is not None and remaining is not None:
            if remaining > amount:
                self.note("remaining", "remaining_above_amount")
            elif paid is not None and paid != amount - remaining:
                self.note("paid", "amounts_disagree")
            paid = amount - remaining
        elif amount is not None and paid is not None and paid > amount:
            self.note("paid", "paid_above_amount")
        self._check_currency()
        return {"amount": amount, "remaining": remaining, "paid": paid}

    def _check_currency(self):
        """The currency, where it is given, is that of the agreement."""
        place = self._place("currency")
        value = None if place is None else self._row.values[place]
        if value is None or self._has_fault("currency"):
            return
        word = str(value).strip().upper()
        word = "PLN" if word in ("ZŁ", "ZL") else word
        if word != self._setting.currency:
            self.note("currency", "other_currency", currency=self._setting.currency)

    def _terms(self, found):
        """Interest terms of the claim itself; empty ones are inherited."""
        kind, percent = found.get("interest_kind"), found.get("interest_rate")
        if percent is not None:
            agreed = self._setting.agreed_kinds
            if kind is None:
                kind = agreed[0]
            elif kind not in agreed:
                self.note("interest_rate", "rate_of_statutory")
        return {"interest_kind_id": kind, "interest_percent": percent}
