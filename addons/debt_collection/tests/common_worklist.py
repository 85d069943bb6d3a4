"""What tests of worklists share: calls that are due, and whoever asks for them."""

from odoo import fields

from .common_procedure import ProcedureCommon


class WorklistCommon(ProcedureCommon):
    """Calls of the team, planned as a run would plan them, on Monday 2026-03-02."""

    DAY = "2026-03-02"

    def setUp(self):
        super().setUp()
        self.registry_enter_test_mode()
        self.day(self.DAY)

    @classmethod
    def _make_call(cls, case=None, **values):
        """Return a due call of the team's queue; its debtor has a phone."""
        case = case or cls._make_callable_case()
        return cls.env["debt.event"].create(
            {
                "case_id": case.id,
                "type_id": cls.env.ref("debt_collection.event_type_call").id,
                "date": cls.DAY,
                "user_id": False,
                **values,
            }
        )

    @classmethod
    def _make_callable_case(cls, name="Anna Testowa", amount=1000, **values):
        debtor = cls._make_debtor(name, phone="+48 600 100 200")
        case = cls._make_case(debtor, **values)
        cls._make_claim(case, amount, "2026-01-12")
        case.action_open()
        return case

    def ask(self, role="operator", passed=()):
        """Ask for the next case as the user of a role; return the answer."""
        self.env.flush_all()
        events = self.env["debt.event"].with_user(self.users[role])
        answer = events.next_case(list(passed))
        self.env.invalidate_all()
        return answer

    def handed(self, role="operator", passed=()):
        """Return the event handed out to the user of a role, maybe empty."""
        answer = self.ask(role, passed)
        return self.env["debt.event"].browse(answer.get("event", {}).get("id"))

    def outcome(self, code):
        """Return the id of an outcome."""
        return self.env.ref(f"debt_collection.event_outcome_{code}").id

    def later(self, **ago):
        """Return a moment from now on."""
        return fields.Datetime.add(fields.Datetime.now(), **ago)
