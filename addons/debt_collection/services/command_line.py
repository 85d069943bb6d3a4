"""What ``odoo debt COMMAND`` does, on an open database.

Every command takes the environment, the parsed options and the stream for its
result; progress and faults of rows go to stderr. The options themselves are declared
in ``cli/debt.py``.
"""

import csv
import io
import json
import sys
from pathlib import Path

from odoo.exceptions import UserError

from ..tools.interest_csv import interest_of_file
from ..tools.limitation_csv import RowFault, limitation_of_row
from ..tools.rates import dict_reader
from ..tools.tabular import FileFault
from ..tools.tabular.encoding import detect_encoding
from . import balance

DONE, PARTLY = 0, 1
INTEREST_COLUMNS = ("id", "kind", "principal")
LIMITATION_COLUMNS = (
    "id",
    "claim_kind",
    "creditor",
    "debtor",
    "start_date",
    "events",
)


class CommandFault(Exception):
    """A command cannot be done.

    :ivar code: short name of the reason; ``details``: more keys of the JSON error
    """

    def __init__(self, code, message, **details):
        super().__init__(message)
        self.code, self.details = code, details


def run(env, args, out):
    """Do the command of ``args`` and return the exit status: DONE or PARTLY.

    :raises CommandFault: nothing was done; the caller rolls back
    """
    try:
        return COMMANDS[args.command](env, args, out)
    except balance.NotFound as fault:
        raise CommandFault(fault.code, str(fault), **fault.details) from fault
    except FileFault as fault:
        raise CommandFault(fault.reason, str(fault)) from fault
    except UserError as fault:
        raise CommandFault("refused", str(fault)) from fault


# === IMPORT === #


def import_portfolio(env, args, out):
    """Import a file into a package, as the wizard does, and print the summary."""
    package = _package(env, args.package, args.company)
    name, data = Path(args.file).name, _read(args.file)
    # Here, so that the other commands start without the readers of spreadsheets.
    from . import intake

    summary = intake.run_import(
        package.env,
        package,
        name,
        data,
        profile=_profile(package, args.profile),
        options=_import_options(args),
    )
    _write_json(summary, out)
    return PARTLY if summary["refused"] else DONE


def _package(env, code, company_name):
    """Return the package of a code, in the environment of its company."""
    domain = [("code", "=", code), *_company_domain(env, company_name)]
    found = env["debt.package"].search(domain)
    if len(found) == 1:
        return found.with_company(found.company_id)
    companies = found.company_id.mapped("name")
    if found:
        problem = f"Several companies have a package {code!r}: name one by --company."
        raise CommandFault("ambiguous_package", problem, companies=companies)
    raise CommandFault(
        "unknown_package",
        f"There is no package with the code {code!r}. Create it or correct the code.",
        known=env["debt.package"].search([], limit=50).mapped("code"),
    )


def _company_domain(env, name):
    """Return the domain that keeps records of a company; of all without a name."""
    if not name:
        return []
    company = env["res.company"].search([("name", "=ilike", name)])
    if not company:
        known = env["res.company"].search([]).mapped("name")
        raise CommandFault(
            "unknown_company", f"There is no company {name!r}.", known=known
        )
    return [("company_id", "in", company.ids)]


def _profile(package, name):
    """Return the import profile of a name; None without a name."""
    if not name:
        return None
    profiles = package.env["debt.import.profile"]
    agreement = [("agreement_id", "in", [False, package.agreement_id.id])]
    found = profiles.search([("name", "=", name), *agreement], limit=1)
    if not found:
        raise CommandFault(
            "unknown_profile",
            f"The agreement has no import profile {name!r}.",
            known=profiles.search(agreement).mapped("name"),
        )
    return found


def _import_options(args):
    """Return the options of the import that the command line gives."""
    password = args.password_file and _read(args.password_file).decode().rstrip("\n")
    options = {"sheet": args.sheet, "password": password, "progress": _show_progress}
    return {name: value for name, value in options.items() if value}


def _show_progress(done, total):
    """Tell on stderr how many rows of a file are done."""
    sys.stderr.write(f"{done} of {total} rows\n")


# === BALANCE === #


def show_balance(env, args, out):
    """Print what is owed on a case or claim on a day, and why."""
    day = _day(args.as_of) if args.as_of else env["debt.balance"]._today()
    companies = _company_domain(env, args.company)
    found = balance.find(env, args.reference, args.case, companies)
    _write_json(balance.explain(found, day), out)
    return DONE


def _day(text):
    """Return the date of an ISO text."""
    try:
        return balance.to_day(text)
    except ValueError:
        problem = f"{text!r} is no date: write YYYY-MM-DD."
        raise CommandFault("bad_date", problem) from None


# === FILES OF ROWS === #


def compute_interest(env, args, out):
    """Print ``id,interest`` of each row of a CSV file, by the database's rates."""
    lines = _csv_lines(args.csv, INTEREST_COLUMNS)
    answers = interest_of_file(lines, env["debt.interest.period"]._rate_table())
    return _write_answers(("id", "interest"), answers, out)


def compute_limitation(env, args, out):
    """Print ``id,last_day`` of each row of a CSV file, by the database's rules."""
    lines = _csv_lines(args.csv, LIMITATION_COLUMNS)
    rules = env["debt.limitation.rule"].search([])
    judged = _limitation_of_file(lines, {rule.code: rule._to_rule() for rule in rules})
    return _write_answers(("id", "last_day"), judged, out)


def _limitation_of_file(lines, rules):
    """Yield (id, last day, fault) for each row; a faulty row has no last day."""
    for row in dict_reader(lines):
        try:
            yield row["id"], limitation_of_row(row, rules)["last_day"], None
        except RowFault as fault:
            yield row["id"], None, fault


def _csv_lines(path, columns):
    """Return the CSV file as an open text, once the columns are known to be there."""
    data = _read(path)
    text = data.decode(detect_encoding(data))
    header = dict_reader(io.StringIO(text)).fieldnames or ()
    if missing := [column for column in columns if column not in header]:
        problem = f"{path}: add to the header the columns {', '.join(missing)}."
        raise CommandFault("missing_columns", problem, columns=missing)
    return io.StringIO(text, newline="")


def _write_answers(header, answers, out):
    """Write CSV lines of answers and name the faulty rows on stderr.

    :param answers: iterable of (id, answer, fault)
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    status = DONE
    for number, (row_id, answer, fault) in enumerate(answers, 1):
        writer.writerow([row_id, "" if fault else answer])
        if fault:
            status = PARTLY
            sys.stderr.write(f"Record {number}: {fault}\n")
    return status


# === BANK FILES === #


def import_bank_files(env, args, out):
    """Import bank files and print what each brought; a refused file stops none."""
    from . import bank_command

    try:
        command = bank_command.BankCommand(env, args)
    except bank_command.Unknown as fault:
        raise CommandFault(fault.code, str(fault), known=fault.known) from fault
    files = [(Path(path).name, _read(path)) for path in args.files]
    summaries = command.import_files(files)
    _write_json(summaries, out)
    return PARTLY if any("refused" in summary for summary in summaries) else DONE


# === DEMONSTRATION === #


def load_demo(env, args, out):
    """Load the demonstration and print what it is; a second time change nothing."""
    _write_json(env["debt.demo"]._load(), out)
    return DONE


# === HELPERS === #


def _read(path):
    """Return the bytes of a file; of stdin when the path is ``-``."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        problem = f"{path} cannot be read: {error.strerror}."
        raise CommandFault("unreadable_file", problem) from error


def _write_json(value, out):
    """Write a value as readable JSON and a line end."""
    json.dump(value, out, ensure_ascii=False, indent=2, default=str)
    out.write("\n")


COMMANDS = {
    "import": import_portfolio,
    "balance": show_balance,
    "interest": compute_interest,
    "limitation": compute_limitation,
    "bank-import": import_bank_files,
    "demo": load_demo,
}
