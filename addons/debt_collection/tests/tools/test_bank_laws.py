"""Laws of bank files: what is written is read; damage is never half a result."""

import contextlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.bank import BankFault, read_bank_file
from odoo.addons.debt_collection.tools.tabular import FileFault

SAMPLES = Path(__file__).parents[1] / "samples" / "bank"
ACCOUNT = "29114010810000267002001002"
PKO = "72102010260000000089020000"
LETTERS = "ABCĄĆĘŁŃÓŚŹŻabcąćęłńóśźż0123456789 /.-,"
title = st.text(LETTERS, min_size=1, max_size=100).map(lambda t: " ".join(t.split()))
titles = title.filter(bool)
amounts = st.integers(-(10**9), 10**9).filter(bool).map(lambda n: Decimal(n).scaleb(-2))
rows = st.lists(st.tuples(amounts, titles), max_size=8)
encodings = st.sampled_from(["cp1250", "iso8859-2", "cp852", "utf-8"])


def comma(amount):
    """Return an amount without its sign as SWIFT writes it."""
    return f"{abs(amount):.2f}".replace(".", ",")


def balance(amount):
    """Return a balance as SWIFT writes it."""
    return f"{'D' if amount < 0 else 'C'}260302PLN{comma(amount)}"


def statement(account, opening, entries):
    """Return the text of an MT940 of entry texts with their amounts."""
    closing = opening + sum(amount for amount, _text in entries)
    lines = [
        ":20:X", f":25:PL{account}", ":28C:7/1", f":60F:{balance(opening)}",
        *(text for _amount, text in entries),
        f":62F:{balance(closing)}", "-",
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n"


def head(amount, number):
    """Return a :61: line."""
    side = "D" if amount < 0 else "C"
    return f":61:2603020302{side}N{comma(amount)}NTRFNONREF//B{number:015d}"


def mbank_entry(amount, text, number):
    """Return an entry of Collect whose title is broken as mBank does it."""
    details = f"911 TRANSAKCJA COLLECT; ID IPH: XX{number:012d}; TYT.: {text} ; TNR: {number:015d}.000001"  # noqa: E501
    broken = [details[i : i + 65] for i in range(0, len(details), 65)]
    return "\r\n".join([head(amount, number), ":86:" + broken[0], *broken[1:]])


def pko_entry(amount, text, number):
    """Return an entry of PKO with its title in lines of 27."""
    parts = [text[i : i + 27] for i in range(0, len(text), 27)]
    subfields = [f"~{20 + i}{part}" for i, part in enumerate(parts)]
    return "\r\n".join([head(amount, number), ":86:082", "~00PRZELEW", *subfields])


@settings(deadline=None, max_examples=60)
@given(rows, amounts, encodings, st.sampled_from([mbank_entry, pko_entry]))
def test_what_is_written_is_read(rows, opening, encoding, write):
    account = ACCOUNT if write is mbank_entry else PKO
    entries = [(a, write(a, t, i)) for i, (a, t) in enumerate(rows, 1)]
    text = statement(account, opening, entries)
    [found] = read_bank_file(text.encode(encoding))
    assert (found.account, found.opening) == (account, opening)
    assert [entry.amount for entry in found.entries] == [amount for amount, _ in rows]
    assert len({entry.key for entry in found.entries}) == len(rows)


@settings(deadline=None, max_examples=60)
@given(rows, st.sampled_from([mbank_entry, pko_entry]))
def test_titles_are_kept_but_for_spaces(rows, write):
    account = ACCOUNT if write is mbank_entry else PKO
    entries = [(a, write(a, t, i)) for i, (a, t) in enumerate(rows, 1)]
    [found] = read_bank_file(statement(account, Decimal(0), entries).encode())
    for entry, (_amount, text) in zip(found.entries, rows, strict=True):
        assert "".join(entry.title.split()) == "".join(text.split())


def sums(data):
    """Return what a file brings: (account, sum, count) of its statements.

    None when it is of no known kind, or when the user is told that it may not be whole.
    """
    found = read_bank_file(data)
    if not all(one.whole for one in found or ()):
        return None
    return found and [(one.account, one.total, len(one.entries)) for one in found]


WITH_TOTALS = (
    "mbank_collect_mt940.sta", "mbank_collect_mt942.sta", "pko_mt940.txt",
    "ing_mt940.txt", "pekao.mt940", "nest.sta", "camt053_v02.xml", "camt053_v08.xml",
    "santander.mt940x",
)  # fmt: skip


@pytest.mark.parametrize("name", WITH_TOTALS)
def test_a_cut_file_is_refused_or_whole(name):
    data = (SAMPLES / name).read_bytes()
    whole = sums(data)
    for end in range(len(data)):
        try:
            found = sums(data[:end])
        except (BankFault, FileFault):
            continue
        # A cut between two statements cannot be seen; the next number will tell.
        assert found is None or found == whole[: len(found)], f"cut at {end}"


def test_statements_joined_without_a_line_end_are_two():
    data = (SAMPLES / "nest.sta").read_bytes() + b"-"
    first, second = read_bank_file(data + data)
    assert first.total == second.total


@pytest.mark.parametrize("name", WITH_TOTALS)
def test_a_lost_byte_changes_no_sum(name):
    data = (SAMPLES / name).read_bytes()
    whole = [row[1:] for row in sums(data)]
    for place in range(len(data)):
        try:
            found = sums(data[:place] + data[place + 1 :])
        except (BankFault, FileFault):
            continue
        if found:
            assert [row[1:] for row in found] == whole, f"lost {place}"


@pytest.mark.parametrize(
    "name", ["pko_elixir.txt", "bz_wbk.txt", "bph_wns.txt", "camt054_v02.xml"]
)
def test_a_cut_file_without_totals_says_so_or_is_refused(name):
    data = (SAMPLES / name).read_bytes()
    [whole] = read_bank_file(data)
    total, count = whole.total, len(whole.entries)
    for end in range(len(data)):
        try:
            found = read_bank_file(data[:end])
        except (BankFault, FileFault):
            continue
        for one in found or ():
            same = one.total == total and len(one.entries) == count
            assert same or not one.whole, f"cut at {end}"


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_noise_is_refused_or_left_alone(noise):
    data = (SAMPLES / "mbank_collect_mt940.sta").read_bytes()
    place = len(noise) * 7 % len(data)
    with contextlib.suppress(BankFault, FileFault):
        read_bank_file(data[:place] + noise + data[place:])
