"""``odoo debt bank-import``: bank files without a screen."""

from odoo.exceptions import UserError

from .bank_archive import unpacked
from .bank_import import BankImport


class Unknown(Exception):
    """What an option names is not there.

    :ivar code: short name of the reason; ``known``: names there are
    """

    def __init__(self, code, message, known):
        super().__init__(message)
        self.code, self.known = code, known


class BankCommand:
    """Imports files for a company, or for all where none is named.

    :param args: options company, journal and profile
    """

    def __init__(self, env, args):
        companies = self._named(env["res.company"], "name", args.company, "company")
        self.env = env(
            context={
                **env.context,
                "allowed_company_ids": (companies or env["res.company"].search([])).ids,
            }
        )
        self.journal = self._named(
            self.env["account.journal"],
            "code",
            args.journal,
            "journal",
            [("company_id", "in", self.env.companies.ids), ("type", "=", "bank")],
        )
        self.mapping = self._named(
            self.env["account.statement.import.sheet.mapping"],
            "name",
            args.profile,
            "profile",
        )

    def _named(self, model, field, name, what, domain=()):
        """Return the record of a name; an empty one without a name."""
        if not name:
            return model.browse()
        found = model.search([(field, "=ilike", name), *domain])
        if len(found) == 1:
            return found
        known = model.search(list(domain), limit=50).mapped(field)
        state = "several" if found else "no"
        raise Unknown(f"unknown_{what}", f"There is {state} {what} {name!r}.", known)

    def import_files(self, files):
        """Import files, each whole or not at all.

        :param files: list of (name, bytes)
        :return: list of dicts; a refused file has ``refused`` with the reason
        """
        return [summary for file in files for summary in self._import(*file)]

    def _import(self, name, data):
        try:
            with self.env.cr.savepoint():
                importer = BankImport(self.env, self.journal, self.mapping)
                members = unpacked(self.env, name, data)
                return [importer.take(*member).summary() for member in members]
        except UserError as error:
            return [{"file": name, "refused": str(error)}]
