"""Bank statements of the demonstration, imported from files as an accountant would."""

from datetime import timedelta

from ..bank_import import BankImport

# The files in demo/files are of this account, so that visitors can import them.
ACCOUNT = "36114010100002670020010002"
PAYERS = ("JAN ZMYŚLONY", "ŻANETA GĘŚLA", "FIRMA TESTOWA SP. Z O.O.")


def import_statements(agency, today):
    """Import statements with a gap between them and today's interim report."""
    journal = agency.client_journal
    journal.bank_account_id.acc_number = f"PL{ACCOUNT}"
    cases = agency.env["debt.case"].search(
        [("company_id", "=", agency.company.id), ("state", "=", "open")],
        limit=9,
        order="id desc",
    )
    titles = cases.mapped("name")
    importer = BankImport(agency.company.with_company(agency.company).env)
    importer.take(*_statement(41, today - timedelta(4), titles[:3], 1200))
    importer.take(*_statement(43, today - timedelta(2), titles[3:6], 1500))
    importer.take(*_report(44, today, titles[6:]))


def _statement(number, day, titles, opening):
    """Return (name, bytes) of an MT940 of mBank."""
    entries, total = _entries(number, day, titles)
    lines = [
        f":60F:C{day:%y%m%d}PLN{opening},00",
        *entries,
        f":62F:C{day:%y%m%d}PLN{opening + total},00",
    ]
    return f"mbank_{number}.sta", _message(number, lines)


def _report(number, day, titles):
    """Return (name, bytes) of an MT942 of mBank."""
    entries, total = _entries(number, day, titles)
    lines = [":34F:PLN0", *entries, f":90C:{len(titles)}PLN{total},00"]
    return f"mbank_{number}.mt942", _message(number, lines)


def _message(number, lines):
    head = [f":20:ST{number}", f":25:PL{ACCOUNT}", f":28C:{number}/1"]
    return ("\r\n".join([*head, *lines, "-"]) + "\r\n").encode("iso8859-2")


def _entries(number, day, titles):
    """Return the lines of entries and their sum."""
    lines, total = [], 0
    for index, title in enumerate(titles, 1):
        amount = 40 * index + number
        total += amount
        lines += [
            f":61:{day:%y%m%d}{day:%m%d}CN{amount},00NTRFNONREF//MB{number}{index:03d}",
            f":86:911 TRANSAKCJA COLLECT; OD: {PAYERS[index - 1]}  UL. WZOROWA 1; ",
            f"TYT.: WPŁATA {title} ; TNR: {number:08d}{index:03d}.000001",
        ]
    return lines, total
