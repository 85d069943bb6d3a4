"""The demonstration: an agency at work, told as a story.

Everything is invented, and drawn from one seed: on the same day the same story comes
out. All days are counted from the legal day, so that the story never grows old.
"""

import logging
import random

from .acting import Stage
from .agency import Agency, speak_polish
from .bank_files import import_statements
from .casting import cast
from .contracts import Contracts
from .handover import Intake
from .invoices import OwnInvoices
from .movements import Movements, open_pool
from .people import Crowd
from .plans import make_plans
from .postage import set_postage
from .procedures import follow_procedures
from .settling import settle_accounts

SEED = "windykator"
MARK = "__debt_demo__.agency"
# The story is no work of a user: nobody is told, nothing is tracked.
QUIET = {
    "lang": "pl_PL",
    "tz": "Europe/Warsaw",
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_activity_quick_update": True,
    "no_vat_validation": True,
}
_logger = logging.getLogger(__name__)


def load_demo(env):
    """Tell the story in a database, once.

    :param env: environment of the superuser
    :return: dict with ``loaded`` (False when the story is there already), ``company``
        and the numbers of ``cases`` and ``claims``
    """
    company = env.ref(MARK, raise_if_not_found=False)
    loaded = not company
    if loaded:
        speak_polish(env)
        company = _tell(env(context={**env.context, **QUIET}))
        _logger.info("The demonstration is loaded.")
    else:
        _logger.info("The demonstration is there already; nothing was changed.")
    return {"loaded": loaded, **_count(env, company)}


def _tell(env):
    """Tell the story and return its company."""
    today = env["debt.balance"]._today()
    crowd = Crowd(random.Random(SEED))
    agency = Agency(env, crowd)
    set_postage(agency.company, today.replace(month=1, day=1))
    packages = Contracts(agency, crowd, today).packages
    open_pool(agency, packages["ENERGIA-1"].agreement_id)
    Intake(agency, crowd, today).take_in(packages)
    OwnInvoices(agency, crowd, today).hand_over(packages["WLASNE"])
    roles = [
        role
        for package in packages.values()
        for role in cast(package, package.case_ids.sorted("id"))
    ]
    _analyze(env)
    Stage(agency, crowd, today, roles).perform()
    Movements(agency, today).perform()
    follow_procedures(env, agency.company, today)
    import_statements(agency, today)
    make_plans(agency, today)
    settle_accounts(agency, packages, today)
    env["ir.model.data"]._update_xmlids(
        [{"xml_id": MARK, "record": agency.company, "noupdate": True}]
    )
    return agency.company


def _analyze(env):
    """Tell the database how full the tables are now.

    It still takes them for empty, and would plan queries of balances for that.
    """
    env.flush_all()
    env.cr.execute(
        "ANALYZE debt_agreement, debt_package, debt_case, debt_claim,"
        " debt_claim_segment, res_partner, account_move, account_move_line"
    )


def _count(env, company):
    mine = [("company_id", "=", company.id)]
    return {
        "company": company.name,
        "cases": env["debt.case"].search_count(mine),
        "claims": env["debt.claim"].search_count(mine),
    }
