"""``odoo debt``: the suite without a screen.

Odoo loads this file by its path, before any addon. So only the options stand here;
the work is done by ``services.command_line``, once the database is open.
"""

import argparse
import contextlib
import io
import json
import logging
import sys

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config

_logger = logging.getLogger(__name__)

NOTHING = 2
JSON_COMMANDS = ("import", "balance", "demo", "bank-import")
STATUS = """\
exit status:
  0  everything was done
  1  some rows were refused; each is named with its column and remedy
  2  nothing was done: wrong options, an unknown database, file, package ...
"""
SERVER_OPTIONS = (
    "config",
    "database",
    "data-dir",
    "addons-path",
    "db_host",
    "db_port",
    "db_user",
    "db_password",
    "db_sslmode",
    "logfile",
    "log-level",
)


class Debt(Command):
    """Import portfolios, ask for balances, compute interest and limitation."""

    name = "debt"
    epilog = STATUS

    def __init__(self):
        super().__init__()
        commands = self.parser.add_subparsers(
            dest="command", required=True, metavar="COMMAND"
        )
        for name, (text, declare) in COMMANDS.items():
            parser = commands.add_parser(
                name,
                help=text,
                description=f"{text}.",
                epilog=STATUS,
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
            declare(parser)
            _declare_server_options(parser)

    def run(self, cmdargs):
        """Do one command; results go to stdout, all else to stderr. Exits."""
        args = self.parser.parse_args(cmdargs)
        result = io.StringIO()
        with contextlib.redirect_stdout(sys.stderr):
            status = self._status(args, result)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(result.getvalue())
        sys.exit(status)

    def _status(self, args, result):
        """Do the command and return its exit status.

        :param result: text stream; it gets nothing before the database has committed
        """
        answer = io.StringIO()
        try:
            with self._environment(args) as env:
                # Importable only now: models need a configured Odoo.
                from odoo.addons.debt_collection.services import command_line

                status = command_line.run(env, args, answer)
        except Exception as error:
            _refuse(args.command, error, result)
            return NOTHING
        result.write(answer.getvalue())
        return status

    @contextlib.contextmanager
    def _environment(self, args):
        """Open the database; what was done is committed at the end.

        It acts as the superuser, like a scheduled job: whoever can start it reads the
        database's password anyway. Each command narrows the companies itself.
        """
        config.parse_config(_server_arguments(args), setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            raise CannotOpen("Name one database: -d DATABASE.")
        try:
            registry = Registry(names[0])
        except OperationalError as error:
            raise CannotOpen(f"{error}".strip()) from error
        if "debt.claim" not in registry:
            raise CannotOpen(f"debt_collection is not installed in {names[0]}.")
        with registry.cursor() as cr:
            yield Environment(cr, SUPERUSER_ID, {})


class CannotOpen(Exception):
    """The database cannot be used. Same attributes as a CommandFault."""

    code, details = "no_database", {}


def _refuse(command, error, result):
    """Tell why a command was not done: to people, and to programs that read JSON.

    Faults with ``code`` and ``details`` are expected ones; others leave a traceback.
    """
    if hasattr(error, "details"):
        fault = {"code": error.code, "message": str(error), **error.details}
        sys.stderr.write(f"{error}\n")
    else:
        fault = {"code": "unexpected", "message": f"{type(error).__name__}: {error}"}
        _logger.error("debt %s failed", command, exc_info=error)
    if command in JSON_COMMANDS:
        json.dump({"error": fault}, result, ensure_ascii=False, indent=2)
        result.write("\n")


def _declare_import(parser):
    parser.add_argument("file", metavar="FILE", help="CSV, XLS, XLSX or ODS file")
    parser.add_argument("--package", required=True, metavar="CODE")
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help="saved mapping of columns; else the one that fits the header",
    )
    parser.add_argument(
        "--company", metavar="NAME", help="when companies use the same package code"
    )
    parser.add_argument("--sheet", metavar="NAME", help="else the first with content")
    parser.add_argument(
        "--password-file", metavar="FILE", help="opens an encrypted workbook"
    )


def _declare_balance(parser):
    parser.add_argument(
        "reference",
        metavar="CASE-OR-CLAIM",
        help="number of a case, or number or creditor's identifier of a claim",
    )
    parser.add_argument("--as-of", metavar="DATE", help="YYYY-MM-DD; else today")
    parser.add_argument(
        "--case", metavar="CASE", help="when several cases have such a claim"
    )
    parser.add_argument("--company", metavar="NAME", help="look only there")


def _declare_csv(parser):
    parser.add_argument(
        "--csv",
        required=True,
        metavar="FILE",
        help="CSV file with a header; - is stdin",
    )


def _declare_bank_import(parser):
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="MT940, MT942, camt, mass payments, table or zip archive of them",
    )
    parser.add_argument(
        "--company", metavar="NAME", help="look for the journal only there"
    )
    parser.add_argument(
        "--journal",
        metavar="CODE",
        help="where a file goes that does not tell its account",
    )
    parser.add_argument(
        "--profile", metavar="NAME", help="saved columns of a file that is a table"
    )


COMMANDS = {
    "import": (
        "Import a portfolio into a package; print a JSON summary",
        _declare_import,
    ),
    "balance": ("Print what is owed on a day, and why, as JSON", _declare_balance),
    "interest": (
        "Compute interest of the rows of a file; print id,interest",
        _declare_csv,
    ),
    "limitation": (
        "Compute limitation of the rows of a file; print id,last_day",
        _declare_csv,
    ),
    "bank-import": (
        "Import files of banks, each once; print a JSON summary",
        _declare_bank_import,
    ),
    "demo": (
        "Load the demonstration, once; print a JSON summary",
        lambda parser: None,
    ),
}


def _declare_server_options(parser):
    """Declare what Odoo itself needs; meaning and defaults are Odoo's."""
    group = parser.add_argument_group("Odoo's options")
    for name in SERVER_OPTIONS:
        short = {"config": ["-c"], "database": ["-d"]}.get(name, [])
        group.add_argument(
            *short,
            f"--{name}",
            dest=f"server:{name}",
            metavar=name.upper(),
            default=argparse.SUPPRESS,
        )


def _server_arguments(args):
    """Return the arguments for Odoo's own configuration."""
    given = {
        name.removeprefix("server:"): value
        for name, value in vars(args).items()
        if name.startswith("server:")
    }
    options = {"log-level": "warn", **given}
    return ["--no-http", *(f"--{name}={value}" for name, value in options.items())]
