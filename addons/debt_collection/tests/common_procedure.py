"""What tests of procedures share: a procedure, and days that pass."""

from freezegun import freeze_time

from odoo import fields

from .common import DebtCommon


class ProcedureCommon(DebtCommon):
    """A package with the procedure of the worked example of the field.

    ``self.day("2026-03-02")`` freezes a legal day; ``self.run()`` does the run of the
    day as the cron would, to its end.
    """

    STEPS = (
        # code, kind, days after the last event
        ("demand", "letter", 1),
        ("call_1", "call", 5),
        ("call_2", "call", 14),
        ("final", "letter", 14),
        ("call_3", "call", 14),
        ("handover", "handover", 30),
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["debt.contact.rule"].search([]).active = False
        cls.template = cls.env.ref("debt_collection.letter_template_demand")
        cls.procedure = cls._make_procedure()
        cls.version = cls.procedure.version_id
        cls.package.procedure_id = cls.procedure
        cls.debtor.write({"street": "Lipowa 1", "zip": "00-001", "city": "Warszawa"})

    @classmethod
    def _make_procedure(cls, steps=STEPS, **values):
        procedure = cls.env["debt.procedure"].create(
            {"name": "Test", "code": "test", "free_days": "keep", **values}
        )
        version = procedure.version_ids
        for number, (code, kind, days, *more) in enumerate(steps, 1):
            other = more[0] if more else {}
            cls._make_step(version, code, kind, days, sequence=number, **other)
        version.action_activate()
        return procedure

    @classmethod
    def _make_step(cls, version, code, kind, days, **values):
        letter = {"letter_template_id": cls.template.id} if kind == "letter" else {}
        return cls.env["debt.procedure.step"].create(
            {
                "version_id": version.id,
                "code": code,
                "name": code,
                "kind": kind,
                "days_from": days,
                **letter,
                **values,
            }
        )

    @classmethod
    def _make_open_case(cls, debtor=None, amount=1000, **values):
        debtor = debtor or cls._make_debtor(
            street="Lipowa 2", zip="00-001", city="Warszawa"
        )
        case = cls._make_case(debtor, **values)
        cls._make_claim(case, amount, "2026-01-12")
        case.action_open()
        return case

    def day(self, day, time="09:00"):
        """Let it be a moment of a legal day (Polish time in winter)."""
        if getattr(self, "_frozen", None):
            self._frozen.stop()
        else:
            self.addCleanup(lambda: self._frozen.stop())
        self._frozen = freeze_time(f"{day} {time}")
        self._frozen.start()
        return fields.Date.to_date(day)

    def run_day(self, day=None, company=None):
        """Do the run of a day to its end and return it."""
        if day:
            self.day(day)
        run = self.env["debt.run"]._begin(company or self.company).sudo()
        while run._work():
            pass
        self.env.invalidate_all()
        return run

    def history(self, case):
        """Return [(day, code of the type)] of what was done, oldest first."""
        done = case.event_ids.filtered(lambda event: event.state == "done")
        return [
            (str(event.date), event.type_id.code)
            for event in done.sorted(lambda event: (event.date, event.id))
        ]

    def planned(self, case):
        """Return [(day, code of the type)] of what is planned."""
        return [
            (str(event.date), event.type_id.code)
            for event in case.planned_event_ids.sorted("date")
        ]

    def complete(self, event, outcome=None, role="collector", **values):
        """Register a planned event as done today, as a user would."""
        wizard = (
            self.env["debt.event.register"]
            .with_user(self.users[role])
            .create(
                {
                    "case_id": event.case_id.id,
                    "event_id": event.id,
                    "type_id": event.type_id.id,
                    "date": self.env["debt.balance"]._today(),
                    "outcome_id": outcome
                    and self.env.ref(f"debt_collection.event_outcome_{outcome}").id,
                    **values,
                }
            )
        )
        wizard.action_register()
        self.env.invalidate_all()
        return event
