"""A process of its own that imports bank files and books their lines.

python bank_worker.py fill DATABASE CASES
python bank_worker.py work DATABASE FOLDER
python bank_worker.py check DATABASE
"""

import json
import sys
from pathlib import Path

from run_worker import environment

CHUNK = 15
ACCOUNT = "61109010140000071219812874"


def fill(database, count):
    """Make cases of a mandate that books alone, and print their numbers."""
    with environment(database) as env:
        env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        journal = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
        )
        journal.bank_account_id = env["res.partner.bank"].create(
            {"acc_number": f"PL{ACCOUNT}", "partner_id": env.company.partner_id.id}
        )
        money = {"code": "249123", "name": "Client money"}
        account = env["account.account"].create(
            {**money, "account_type": "liability_current"}
        )
        agreement = env["debt.agreement"].create(
            {
                "name": "Mandate",
                "code": "M",
                "party_id": env["res.partner"].create({"name": "Creditor"}).id,
                "settlement_account_id": account.id,
                "auto_book": True,
            }
        )
        package = env["debt.package"].create(
            {"name": "P", "code": "M-1", "agreement_id": agreement.id}
        )
        cases = env["debt.case"].create(
            [
                {
                    "package_id": package.id,
                    "debtor_id": env["res.partner"].create({"name": f"D {n}"}).id,
                }
                for n in range(int(count))
            ]
        )
        env["debt.claim"].create(
            [
                {"case_id": case.id, "amount": 500, "due_date": "2026-01-12"}
                for case in cases
            ]
        )
        print(json.dumps(cases.mapped("name")))


def work(database, folder):
    """Import all files of a folder and match all lines, in small chunks."""
    with environment(database) as env:
        from odoo.addons.debt_collection.models import account_bank_statement_line
        from odoo.addons.debt_collection.services.bank_import import BankImport

        account_bank_statement_line.CRON_CHUNK = CHUNK
        print("ready", flush=True)
        for path in sorted(Path(folder).iterdir()):
            BankImport(env).take(path.name, path.read_bytes())
            env.cr.commit()
            env["account.bank.statement.line"]._cron_debt_match()
            env.cr.commit()
    print("done", flush=True)


def check(database):
    """Print what there is in the end."""
    with environment(database) as env:
        lines = env["account.bank.statement.line"].search([])
        payments = env["debt.payment"].search([("state", "=", "booked")])
        print(
            json.dumps(
                {
                    "lines": len(lines),
                    "booked": len(lines.filtered("is_reconciled")),
                    "payments": len(payments),
                    "paid": round(sum(payments.mapped("amount")), 2),
                    "credited": round(sum(payments.mapped("allocated")), 2),
                    "differences": env["debt.ledger.difference"].search_count([]),
                }
            )
        )


if __name__ == "__main__":
    {"fill": fill, "work": work, "check": check}[sys.argv[1]](*sys.argv[2:])
