"""Statements (MT940) and interim reports (MT942) of Polish banks."""

import re
from dataclasses import replace
from decimal import Decimal

from . import ing, mbank, pekao, pko, subfields
from .faults import BankFault
from .frame import read_messages
from .numbers import bank_of, bare_account, comma_amount, near_date, to_date
from .statement import Entry, Statement, finished

_ENTRY = re.compile(
    r"(?P<value>\d{6})(?P<booking>\d{4})?(?P<time>\d{6})?"
    r"(?P<reversal>R?)(?P<side>[CD])[A-Z]?(?P<amount>[\d,]+)"
    r"(?P<code>[A-Z][A-Z0-9]{3})(?P<rest>.*)",
    re.ASCII,
)
_BALANCE = re.compile(r"(?P<side>[CD])(?P<day>\d{6})(?P<currency>[A-Z]{3})(?P<sum>.+)")
_TOTAL = re.compile(r"(?P<count>\d{1,6})(?P<currency>[A-Z]{3})(?P<sum>.+)", re.ASCII)
# What follows describes the statement, no entry.
_ENDING = ("62", "64", "65", "90")
_FLOOR = re.compile(r"([A-Z]{3})")
# Banks whose descriptions follow rules of their own, by the start of the sort code.
DIALECTS = {"1020": pko, "1050": ing, "1140": mbank, "1240": pekao}


def read_mt940(text):
    """Return the Statements of a file.

    :raises BankFault: naming the line, whenever it is not whole and for sure
    """
    pages = [_read_page(message) for message in read_messages(text)]
    if not pages:
        raise BankFault("no_statement")
    return [finished(_joined(group)) for group in _grouped(pages)]


# === PAGES === #


def _read_page(message):
    """Return the statement of one message and whether it begins and ends one.

    :return: tuple of (Statement, begins, ends)
    """
    _check_once(message)
    account = message.first("25")
    if not account or not account.text.strip():
        raise BankFault("no_account", message.line, expected=":25:")
    opening, closing = message.first("60F", "60M"), message.first("62F", "62M")
    interim = message.first("34F", "13D", "13", "90C", "90D")
    number = message.first("28C", "28")
    base = Statement(
        format="MT942" if interim and not opening else "MT940",
        account=bare_account(account.text),
        currency="",
        number=number.text.strip() if number else "",
        line=message.line,
    )
    entries = tuple(_entries(message, base.account))
    if base.format == "MT942":
        return _interim(message, replace(base, entries=entries)), True, True
    return _balanced(base, entries, opening, closing)


def _check_once(message):
    """Refuse two statements in one message: the mark between them is lost."""
    seen = set()
    for found in message.fields:
        name = found.tag[:2]
        if name in seen and name in ("25", "28", "60", "62"):
            raise BankFault("unknown", found.line, found=f":{found.tag}:{found.text}")
        seen.add(name)


def _balanced(base, entries, opening, closing):
    if not opening:
        raise BankFault("no_opening", base.line, expected=":60F:")
    if not closing:
        raise BankFault("no_closing", base.line, expected=":62F:")
    first, first_day, currency = _balance(opening)
    last, last_day, last_currency = _balance(closing)
    if currency != last_currency:
        raise BankFault("mixed", closing.line, found=last_currency, expected=currency)
    statement = replace(
        base,
        entries=entries,
        currency=currency,
        opening=first,
        opening_date=first_day,
        closing=last,
        closing_date=last_day,
    )
    return statement, opening.tag == "60F", closing.tag == "62F"


def _balance(found):
    """Return (amount, day, currency) of a balance."""
    match = _BALANCE.fullmatch(found.text.strip())
    if not match:
        raise BankFault("bad_balance", found.line, found=found.text)
    amount = comma_amount(match["sum"].strip(), found.line)
    day = to_date(match["day"], "YYMMDD", found.line)
    return (amount if match["side"] == "C" else -amount), day, match["currency"]


def _interim(message, statement):
    """Return an interim report once its entries agree with the totals it gives."""
    totals = {
        tag: _total(found)
        for tag in ("90C", "90D")
        if (found := message.first(tag)) is not None
    }
    floor = message.first("34F")
    match = floor and _FLOOR.match(floor.text)
    currencies = [total[2] for total in totals.values()]
    currency = currencies[0] if currencies else match[1] if match else "PLN"
    if totals:
        _check_totals(statement, totals)
    statement = replace(statement, currency=currency)
    return replace(statement, whole=bool(totals) or message.ended)


def _total(found):
    """Return (count, amount, currency) of the entries of one side."""
    match = _TOTAL.fullmatch(found.text.strip())
    if not match:
        raise BankFault("bad_total", found.line, found=found.text)
    amount = comma_amount(match["sum"].strip(), found.line)
    return int(match["count"]), amount, match["currency"]


def _check_totals(statement, totals):
    nothing = (0, Decimal(0), "")
    credits, debits = totals.get("90C", nothing), totals.get("90D", nothing)
    told, found = credits[1] - debits[1], statement.total
    names = {"number": statement.number or statement.account}
    if told != found:
        names.update(entries=found, closing=told, difference=told - found)
        raise BankFault("totals", statement.line, **names)
    count = credits[0] + debits[0]
    if count != len(statement.entries):
        names.update(entries=len(statement.entries), closing=count)
        raise BankFault("count", statement.line, **names)


def _grouped(pages):
    """Yield lists of the pages of each statement, once they follow each other."""
    group = []
    for page, begins, ends in pages:
        if begins is bool(group):
            raise BankFault(
                "no_page", page.line, expected=":60F:" if not group else ":60M:"
            )
        if group and (page.account, page.opening) != (
            group[-1].account,
            group[-1].closing,
        ):
            raise BankFault("no_page", page.line, expected=group[-1].closing)
        group.append(page)
        if ends:
            yield group
            group = []
    if group:
        raise BankFault("no_closing", group[-1].line, expected=":62F:")


def _joined(group):
    """Return the statement of its pages."""
    entries = tuple(entry for page in group for entry in page.entries)
    last = group[-1]
    return replace(
        group[0], entries=entries, closing=last.closing, closing_date=last.closing_date
    )


# === ENTRIES === #


def _entries(message, account):
    """Yield the entries of a message; those of no money only inform."""
    groups = []
    for found in message.fields:
        if found.tag == "61":
            groups.append((found, []))
        elif found.tag == "86" and groups:
            groups[-1][1].append(found)
        elif found.tag[:2] in _ENDING:
            break
    for head, descriptions in groups:
        entry = _entry(head, descriptions, account)
        if entry.amount:
            yield entry


def _entry(head, descriptions, account):
    """Return the entry of a :61: and the :86: after it."""
    match = _ENTRY.fullmatch(head.text.strip())
    if not match:
        raise BankFault("bad_entry", head.line, found=head.text)
    value = to_date(match["value"], "YYMMDD", head.line)
    booked = (
        near_date(match["booking"], value, head.line) if match["booking"] else value
    )
    amount = comma_amount(match["amount"], head.line)
    # A reversal of a credit takes money away.
    minus = (match["side"] == "D") is not bool(match["reversal"])
    own, _mark, banks = match["rest"].partition("//")
    entry = Entry(
        date=booked,
        value_date=value,
        amount=-amount if minus else amount,
        line=head.line,
        code=match["code"],
        reference=(banks or own).strip(),
        raw=_raw(head, descriptions),
    )
    return _described(entry, match["rest"], descriptions, account)


def _raw(head, descriptions):
    """Return the text of the bank as it stood."""
    texts = [*head.texts, *(text for one in descriptions for text in one.texts)]
    return "\n".join(text.rstrip() for text in texts).rstrip()


def _described(entry, rest, descriptions, account):
    """Return the entry with what its description tells, in the bank's dialect."""
    texts = [one.texts for one in descriptions]
    labelled = mbank.fits(texts)
    dialect = mbank if labelled else DIALECTS.get(bank_of(account), subfields)
    return dialect.describe(entry, rest, texts)
