"""The agency of the demonstration: company, users, teams, bank accounts."""

from functools import cached_property

from odoo.fields import Command

COMPANY_NAME = "Windykator Demo Sp. z o.o."
PASSWORD = "demo"
# Login -> name, roles (short group names), job.
USERS = {
    "operator": ("Natalia Wrona", ("operator",), "Telewindykatorka"),
    "operator2": ("Igor Sowa", ("operator",), "Telewindykator"),
    "windykator": ("Karolina Czyżyk", ("collector",), "Windykatorka"),
    "windykator2": ("Bartosz Drozd", ("collector",), "Windykator"),
    "windykator3": ("Joanna Pliszka", ("collector",), "Windykatorka B2B"),
    "terenowy": ("Damian Szpak", ("field_agent",), "Windykator terenowy"),
    "oddzial": ("Robert Bocian", ("regional",), "Oddział Śląsk"),
    "prawnik": ("Aleksandra Żuraw", ("lawyer",), "Radczyni prawna"),
    "kierownik": ("Marek Jastrzębski", ("team_leader",), "Kierownik zespołu masowego"),
    "kierownik2": ("Ewa Kania", ("team_leader",), "Kierowniczka zespołu B2B"),
    "ksiegowa": ("Halina Gil", ("accountant",), "Księgowa"),
    "manager": ("Tomasz Orlik", ("manager",), "Dyrektor operacyjny"),
}
# Key -> name, login of the leader, logins of the members, whether cases are shared.
TEAMS = {
    "mass": (
        "Zespół masowy",
        "kierownik",
        ("operator", "operator2", "windykator", "windykator2"),
        True,
    ),
    "business": ("Zespół B2B", "kierownik2", ("windykator3", "prawnik"), False),
    "field": ("Oddział Śląsk", "oddzial", ("oddzial", "terenowy"), True),
}


class Agency:
    """Sets up the agency, or finds what of it is there.

    :param env: environment of the superuser; ``self.env`` is that of the company
    :param crowd: gives account numbers
    """

    def __init__(self, env, crowd):
        self.crowd = crowd
        self.company = self._company(env)
        self.env = env(context={**env.context, "allowed_company_ids": self.company.ids})
        self.users = self._users()
        self.teams = self._teams()

    # --- Company ------------------------------------------------------------

    def _company(self, env):
        """Return the main company if nobody has worked in it, else a new one."""
        company = env.ref("base.main_company")
        if _is_used(company):
            poland = {"country_id": env.ref("base.pl").id}
            company = env["res.company"].create({"name": COMPANY_NAME, **poland})
        _load_chart(env, company)
        company.write(self._company_values(env))
        company.partner_id.write({"lang": "pl_PL", "tz": "Europe/Warsaw"})
        env["ir.default"].set("res.partner", "lang", "pl_PL", company_id=company.id)
        return company

    def _company_values(self, env):
        return {
            "name": COMPANY_NAME,
            "street": "ul. Wierzbowa 8/12",
            "zip": "61-007",
            "city": "Poznań",
            "country_id": env.ref("base.pl").id,
            # Nothing is booked yet, so the currency may change.
            "currency_id": env.ref("base.PLN").id,
            "vat": f"PL{self.crowd.nip()}",
            "phone": self.crowd.phone(),
            "email": "biuro@example.com",
            "website": "https://example.com",
        }

    @cached_property
    def bank_journal(self):
        """The journal of the agency's own account."""
        journals = self.env["account.journal"]
        journal = journals.search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        journal.bank_account_id = self._bank_account()
        return journal

    @cached_property
    def client_journal(self):
        """The journal of the account to which debtors of clients pay."""
        return self.env["account.journal"].create(
            {
                "name": "Rachunek wpłat dłużników",
                "code": "RWD",
                "type": "bank",
                "company_id": self.company.id,
                "bank_account_id": self._bank_account().id,
            }
        )

    def _bank_account(self):
        return self.env["res.partner.bank"].create(
            {
                "acc_number": self.crowd.iban(),
                "partner_id": self.company.partner_id.id,
                "company_id": self.company.id,
            }
        )

    def account(self, code, name, account_type):
        """Return a new ledger account."""
        return self.env["account.account"].create(
            {
                "code": code,
                "name": name,
                "account_type": account_type,
                "company_ids": [Command.set(self.company.ids)],
            }
        )

    # --- People -------------------------------------------------------------

    def _users(self):
        """Return ``{login: user}`` of the demonstration, and of the administrator."""
        # One hash for all: hashing is made to be slow.
        hashed = self.env["res.users"]._crypt_context().hash(PASSWORD)
        users = self.env["res.users"].with_context(no_reset_password=True)
        created = users.create(
            [self._user_values(login, *facts) for login, facts in USERS.items()]
        )
        for user in created:
            user._set_encrypted_password(user.id, hashed)
        admin = self.env.ref("base.user_admin")
        admin.write(
            {
                "lang": "pl_PL",
                "tz": "Europe/Warsaw",
                "company_ids": [Command.link(self.company.id)],
                "company_id": self.company.id,
            }
        )
        return {"admin": admin, **{user.login: user for user in created}}

    def _user_values(self, login, name, roles, job):
        groups = [self.env.ref(f"debt_collection.group_{role}").id for role in roles]
        return {
            "login": login,
            "name": name,
            "email": f"{login}@example.com",
            "function": job,
            "action_id": self.env.ref("debt_collection.debt_case_action").id,
            "lang": "pl_PL",
            "tz": "Europe/Warsaw",
            "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
            "group_ids": [Command.set([self.env.ref("base.group_user").id, *groups])],
        }

    def _teams(self):
        teams = {}
        for key, (name, leader, members, share) in TEAMS.items():
            teams[key] = self.env["debt.team"].create(
                {
                    "name": name,
                    "company_id": self.company.id,
                    "leader_id": self.users[leader].id,
                    "member_ids": [
                        Command.set([self.users[login].id for login in members])
                    ],
                    "share_cases": share,
                }
            )
        return teams


def speak_polish(env):
    """Install the Polish language where it is missing."""
    languages = env["res.lang"].with_context(active_test=False)
    polish = languages.search([("code", "=", "pl_PL")])
    if not polish.active:
        wizard = env["base.language.install"]
        wizard.create({"lang_ids": [Command.set(polish.ids)]}).lang_install()
    modules = env["ir.module.module"]
    if modules._get("debt_collection").state != "installed":
        # Loaded as demo data, before Odoo itself reads the translations.
        modules._load_module_terms(["debt_collection"], ["pl_PL"])


def _is_used(company):
    """Tell whether there are cases or journal entries of a company."""
    mine = [("company_id", "=", company.id)]
    return any(
        company.env[model].sudo().search_count(mine, limit=1)
        for model in ("account.move", "debt.agreement")
    )


def _load_chart(env, company):
    """Give the company a chart of accounts: the Polish one where it is installed."""
    if company.chart_template:
        return
    polish = env["ir.module.module"].search_count(
        [("name", "=", "l10n_pl"), ("state", "=", "installed")]
    )
    env["account.chart.template"].try_loading(
        "pl" if polish else "generic_coa", company, install_demo=False
    )
