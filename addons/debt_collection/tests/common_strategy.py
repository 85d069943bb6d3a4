"""What tests of strategy share: history of debtors, and its evaluation."""

from odoo import fields

from ..services.strategy.work import update
from .common_procedure import ProcedureCommon


class StrategyCommon(ProcedureCommon):
    """On Monday, 2 March 2026, a company looks back at what its debtors did."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls.env.ref("debt_collection.event_type_call")
        cls.letter = cls.env.ref("debt_collection.event_type_letter")
        cls.standard = cls.env["debt.track"].search([])

    def setUp(self):
        super().setUp()
        self.today = self.day("2026-03-02")

    def ago(self, days):
        """Return the day so many days before today."""
        return fields.Date.subtract(self.today, days=days)

    def refresh(self, *debtors, company=None):
        """Refresh debtors and classify their cases; return their figures."""
        company = company or self.company
        ids = [debtor.id for debtor in debtors]
        update(self.env, company, set(ids), self.env["debt.balance"]._today())
        self.env.invalidate_all()
        figures = self.env["debt.debtor.figures"].search(
            [("partner_id", "in", ids), ("company_id", "=", company.id)]
        )
        return figures.sorted(lambda row: ids.index(row.partner_id.id))

    def paid_case(self, debtor, *late, amount=100, **values):
        """Return a closed case of claims that were each paid so many days late."""
        package = self._make_package(
            code=f"OLD-{self.env['debt.package'].search_count([])}"
        )
        case = self._make_case(debtor, package=package, **values)
        for days in late:
            due = self.ago(100)
            kind = self.env.ref("debt_collection.claim_kind_interest_note")
            claim = self._make_claim(case, amount, due, kind_id=kind.id)
            day = fields.Date.add(due, days=days)
            self._pay(case, amount, day, claim_ids=[(6, 0, claim.ids)])
        case.action_open()
        case._close("paid")
        return case

    def done(self, case, event_type, day, **values):
        """Register something done on a day."""
        return self.env["debt.event"].create(
            {
                "case_id": case.id,
                "type_id": event_type.id,
                "date": day,
                "state": "done",
                **values,
            }
        )

    def paid_after(self, case, *types, gap=3):
        """Have a payment come some days after each action, oldest first."""
        for number, event_type in enumerate(types):
            day = self.ago(60 * (len(types) - number))
            self.done(case, event_type, day)
            self._pay(case, 1, fields.Date.add(day, days=gap))

    def only(self, *tracks):
        """Let there be no other tracks than F and these."""
        (self.standard - self.env.ref("debt_collection.track_f")).active = False
        return self.env["debt.track"].create(
            [
                {"code": f"T{number}", "name": f"T{number}", "sequence": number, **vals}
                for number, vals in enumerate(tracks, 1)
            ]
        )
