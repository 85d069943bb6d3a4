"""Taking over portfolios: a file of claims becomes debtors, cases and claims.

``run_import`` is the one entry for the form, the background job and the command line.
Inside, ``run`` reads the rows into a temporary table (``stage``), finds what is known
(``match``) and writes sets (``partners``, ``cases``, ``claims``), all in one
transaction: an interrupted run leaves nothing.
"""


def run_import(env, package, name, data, profile=None, mapping=None, options=None):
    """Import a file into a package and return what became of it.

    :param package: ``debt.package``
    :param name: name of the file, for messages
    :param data: its bytes
    :param profile: ``debt.import.profile``; else the one that fits the header
    :param mapping: ``{field code: column name}``; else profile or proposal
    :param options: any of "sheet", "password", "claim_key", "debtor_key"
    :return: dict of plain values, see ``debt.import._summary``
    :raises FileFault: the file cannot be read; nothing is changed
    :raises UserError: something is missing, or another import is running
    """
    record = env["debt.import"]._from_file(package, name, data, options or {})
    table = record._open()
    record._propose(profile=profile, mapping=mapping, table=table)
    return record._execute(table=table)
