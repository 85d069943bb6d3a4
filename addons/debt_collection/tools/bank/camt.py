"""ISO 20022: statements (camt.053), interim reports (052) and notices (054).

Elements are read by their local names, so that all versions are one. Money counts
only once it is booked; an entry of many transactions is taken apart when their sum is
the entry's.
"""

import re
from dataclasses import replace

from lxml import etree

from ..nrb import is_nrb
from .faults import BankFault
from .numbers import bare_account, iban, point_amount, to_date
from .statement import Entry, Statement, dated_key, finished, plain

_KINDS = {"Stmt": "camt.053", "Rpt": "camt.052", "Ntfctn": "camt.054"}
_NAMESPACE = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:camt\.05[234]\.")
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_NOTHING = ("", "NOTPROVIDED", "NONREF")


def is_camt(data):
    """Tell whether the bytes are a camt.052, 053 or 054 document."""
    return bool(_NAMESPACE.search(data[:4000]))


def read_camt(data):
    """Return the Statements of a document.

    :raises BankFault: naming the line
    """
    root = _parse(data)
    found = [node for node in root.iter("{*}Stmt", "{*}Rpt", "{*}Ntfctn")]
    if not found:
        raise BankFault("no_statement")
    return [finished(_statement(node)) for node in found]


def _parse(data):
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BankFault("xml", error.lineno or 0, found=error.msg) from None
    if root.getroottree().docinfo.doctype:
        raise BankFault("doctype", 1)
    return root


def _statement(node):
    """Return the statement of its element, not yet checked."""
    kind = _KINDS[_local(node)]
    account = bare_account(_text(node, "Acct/Id/IBAN", "Acct/Id/Othr/Id"))
    if not account:
        raise BankFault("no_account", node.sourceline, expected="Acct/Id")
    currency = _text(node, "Acct/Ccy") or _first_currency(node)
    statement = Statement(
        format=kind,
        account=account,
        currency=currency,
        number=_text(node, "LglSeqNb", "ElctrncSeqNb"),
        line=node.sourceline,
    )
    entries = tuple(_entries(node, statement))
    if kind == "camt.053":
        statement = _with_balances(node, statement)
    return replace(statement, entries=entries)


def _first_currency(node):
    amount = node.find(".//{*}Amt")
    return amount.get("Ccy") if amount is not None else ""


def _with_balances(node, statement):
    """Return the statement with its opening and closing balance."""
    balances = {}
    for balance in _all(node, "Bal"):
        code = _text(balance, "Tp/CdOrPrtry/Cd")
        balances.setdefault(code, balance)
    first = next((balances[c] for c in _OPENING if c in balances), None)
    last = next((balances[c] for c in _CLOSING if c in balances), None)
    if first is None:
        raise BankFault("no_opening", node.sourceline, expected="OPBD, PRCD")
    if last is None:
        raise BankFault("no_closing", node.sourceline, expected="CLBD")
    return replace(
        statement,
        opening=_money(first, statement.currency),
        opening_date=_day(first, "Dt"),
        closing=_money(last, statement.currency),
        closing_date=_day(last, "Dt"),
    )


# === ENTRIES === #


def _entries(node, statement):
    """Yield the booked entries, one for each transaction."""
    parted = [
        (entry, details)
        for entry in _all(node, "Ntry")
        if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) == "BOOK"
        for details in [_all(entry, "NtryDtls/TxDtls")]
    ]
    shared = _shared_references(parted)
    for entry, details in parted:
        if len(details) > 1:
            _check_batch(entry, details, statement.currency)
        for index, detail in enumerate(details or [None]):
            alone = len(details) <= 1
            amount = _money(entry if alone else detail, statement.currency, entry)
            if amount:
                yield _entry(entry, detail, amount, statement, (index, shared))


def _shared_references(parted):
    """Return the references of the bank that several transactions share."""
    seen, shared = set(), set()
    for entry, details in parted:
        for detail in details or [None]:
            reference = _bank_reference(entry, detail)
            (shared if reference in seen else seen).add(reference)
    return shared


def _check_batch(entry, details, currency):
    told = _money(entry, currency)
    found = sum(_money(detail, currency, entry) for detail in details)
    if told != found:
        raise BankFault(
            "batch", entry.sourceline, found=plain(found), expected=plain(told)
        )


def _entry(node, detail, amount, statement, place):
    """Return the entry of an element and, if there is one, its transaction."""
    source = node if detail is None else detail
    side = "Dbtr" if amount > 0 else "Cdtr"
    entry = Entry(
        date=_day(node, "BookgDt", required=True),
        value_date=_day(node, "ValDt"),
        amount=amount,
        line=source.sourceline,
        code=_code(node),
        reference=_bank_reference(node, detail),
        virtual=_virtual(source, statement.account) if amount > 0 else "",
        payer=_text(source, *(f"RltdPties/{side}{way}Nm" for way in ("/", "/Pty/"))),
        payer_address=_address(source, side),
        payer_account=iban(
            _text(
                source,
                f"RltdPties/{side}Acct/Id/IBAN",
                f"RltdPties/{side}Acct/Id/Othr/Id",
            )
        ),
        title=_title(source) or _text(source, "AddtlTxInf", "AddtlNtryInf"),
        raw=_raw(source),
    )
    return replace(entry, unique=_unique(entry, detail, place))


def _unique(entry, detail, place):
    """Return what tells the transaction from all others, "" without a reference."""
    index, shared = place
    if not entry.reference:
        return ""
    more = ""
    if entry.reference in shared and detail is not None:
        more = _reference(detail, "Refs/TxId", "Refs/EndToEndId", "Refs/InstrId")
        more = f"/{more or index}"
    return dated_key(entry, entry.reference + more)


def _bank_reference(entry, detail):
    """Return the reference of the bank: the transaction's, else the entry's."""
    own = "" if detail is None else _reference(detail, "Refs/AcctSvcrRef")
    return own or _reference(entry, "AcctSvcrRef")


def _reference(node, *paths):
    """Return the first text that is a reference."""
    texts = (_text(node, path) for path in paths)
    return next((text for text in texts if text.upper() not in _NOTHING), "")


def _money(node, currency, entry=None):
    """Return the signed amount of a balance, entry or transaction.

    :param entry: gives the side where a transaction has none
    """
    amount = _find(node, "Amt", "AmtDtls/TxAmt/Amt")
    if amount is None:
        raise BankFault("no_field", node.sourceline, found="Amt")
    if amount.get("Ccy") != currency:
        raise BankFault(
            "mixed", amount.sourceline, found=amount.get("Ccy"), expected=currency
        )
    money = point_amount((amount.text or "").strip(), amount.sourceline)
    owner = node if entry is None or _text(node, "CdtDbtInd") else entry
    side = _text(owner, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise BankFault("unknown", owner.sourceline, found=side or "CdtDbtInd")
    reversal = _text(node if entry is None else entry, "RvslInd") == "true"
    return money if (side == "CRDT") is not reversal else -money


def _virtual(source, own):
    """Return the virtual account that a credit was sent to."""
    account = bare_account(
        _text(
            source,
            "RltdPties/CdtrAcct/Id/IBAN",
            "RltdPties/CdtrAcct/Id/Othr/Id",
        )
    )
    if account and account != own:
        return account
    # BNP writes it as the second text of the title.
    texts = [bare_account(node.text or "") for node in _all(source, "RmtInf/Ustrd")]
    return next((text for text in texts[1:] if is_nrb(text) and text != own), "")


def _title(source):
    """Return the title; lines of an account alone are no part of it."""
    texts = [(node.text or "").strip() for node in _all(source, "RmtInf/Ustrd")]
    texts = texts[:1] + [text for text in texts[1:] if not is_nrb(bare_account(text))]
    texts += [
        (node.text or "").strip() for node in _all(source, "RmtInf/Strd/CdtrRefInf/Ref")
    ]
    return " ".join(" ".join(filter(None, texts)).split())


def _address(source, side):
    lines = [
        (node.text or "").strip()
        for way in ("", "/Pty")
        for node in _all(source, f"RltdPties/{side}{way}/PstlAdr/*")
        if _local(node) != "Ctry"
    ]
    return " ".join(filter(None, lines))


def _code(node):
    """Return the code of the operation: the bank's own, else that of the standard."""
    parts = ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd")
    domain = "-".join(filter(None, (_text(node, f"BkTxCd/{part}") for part in parts)))
    return domain or _text(node, "BkTxCd/Prtry/Cd")


def _raw(source):
    return etree.tostring(source, encoding="unicode", with_tail=False).strip()


def _day(node, name, required=False):
    text = _text(node, f"{name}/Dt", f"{name}/DtTm")
    if not text and not required:
        return None
    return to_date(text[:10], "YYYY-MM-DD", node.sourceline)


# === XML === #


def _path(path):
    return "/".join(step if step == "*" else f"{{*}}{step}" for step in path.split("/"))


def _all(node, path):
    return node.findall(_path(path))


def _find(node, *paths):
    """Return the first element of one of the paths, None without one."""
    found = (node.find(_path(path)) for path in paths)
    return next((element for element in found if element is not None), None)


def _text(node, *paths):
    """Return the first filled text of the paths, "" without one."""
    texts = ((_find(node, path), path) for path in paths)
    filled = ((e.text or "").strip() for e, _path in texts if e is not None)
    return next((text for text in filled if text), "")


def _local(node):
    return etree.QName(node).localname
