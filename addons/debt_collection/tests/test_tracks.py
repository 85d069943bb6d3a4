"""Tracks: leaders make the rules, cases fall on them, everybody is told why."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..services.strategy.work import work_pending
from .common_intake import IntakeCommon
from .common_strategy import StrategyCommon


@tagged("post_install", "-at_install", "debt_strategy")
class TestClassification(StrategyCommon):
    def test_first_track_that_fits(self):
        small, large, rest = self.only({"amount_to": 500}, {"amount_from": 5000}, {})
        cases = [self._make_open_case(amount=amount) for amount in (100, 9000, 1000)]
        self.refresh(*(case.debtor_id for case in cases))
        self.assertEqual([case.track_id for case in cases], [small, large, rest])

    def test_typed_rules(self):
        firm = self._make_debtor("Firma", is_company=True)
        case = self._make_open_case(firm, amount=1000)
        self.paid_case(firm, 10, 20, 30)
        old = firm.debt_case_ids - case
        self.paid_after(old, self.call, self.call, self.call)
        band = self.env.ref("debt_collection.size_band_medium")
        for rule in (
            {"delay_from": 19, "delay_to": 21},
            {"age_from": 49, "age_to": 49},
            {"segment": "small"},
            {"legal_status": "business"},
            {"size_band_id": band.id},
            {"channel": "phone"},
            {"earlier": "some", "earlier_from": 1},
            {"time_barred": "no"},
            {"domain": f"[('debtor_id', '=', {firm.id})]"},
        ):
            track = self.only(rule)
            self.refresh(firm)
            self.assertEqual(case.track_id, track, rule)
            self.assertTrue(case.track_why)
            case.track_manual = False
            track.active = False
            self.standard = self.standard.browse()

    def only(self, *tracks):
        self.env["debt.track"].search([("locked", "=", False)]).active = False
        taken = self.env["debt.track"].with_context(active_test=False).search_count([])
        return self.env["debt.track"].create(
            [
                {
                    "code": f"T{taken + number}",
                    "name": "Test",
                    "sequence": number,
                    **vals,
                }
                for number, vals in enumerate(tracks, 1)
            ]
        )

    def test_none_fits(self):
        self.only({"amount_from": 10**6})
        case = self._make_open_case()
        self.refresh(case.debtor_id)
        self.assertFalse(case.track_id)
        self.assertEqual(case.track_date, self.today)
        self.assertIn("No track fits", case.track_why)

    def test_the_reason_is_told_with_its_values(self):
        self.only({"amount_from": 100, "amount_to": 2000, "delay_from": 5})
        self.paid_case(self.debtor, 10, 20, 30)
        case = self._make_open_case(self.debtor)
        self.refresh(self.debtor)
        rules = {rule["name"]: rule for rule in case.track_reason["rules"]}
        self.assertEqual(set(rules), {"amount", "delay"})
        self.assertAlmostEqual(rules["amount"]["value"], case.total_due, 2)
        self.assertEqual(rules["delay"]["value"], 20)
        told = case.track_id.rule_told
        self.assertIn("Usual delay in days: at least 5", told)
        self.assertRegex(told, r"Amount owed: 100.*2,?000")
        why = self.as_role(case, "collector").track_why
        self.assertIn("Usual delay in days", why)
        self.assertIn("at least 5", why)
        self.assertIn("(3 paid claims)", why)

    def test_a_paid_claim_does_not_hide_that_the_rest_is_barred(self):
        case = self._make_open_case()
        self.assertEqual(self._track_code(case), "D")
        barred = self._make_claim(case, 500, "2015-01-12")
        self.assertEqual(self._track_code(case), "D", "one claim may be demanded")
        fresh = case.claim_ids - barred
        self._pay(case, 1000, self.today, claim_ids=[(6, 0, fresh.ids)])
        owed = fresh.principal_due
        self._pay(case, owed + 100, self.today, claim_ids=[(6, 0, fresh.ids)])
        self.assertEqual(self._track_code(case), "F")

    def _track_code(self, case):
        self.refresh(case.debtor_id)
        return case.track_id.code

    def test_f_takes_barred_claims_of_businesses_too(self):
        firm = self._make_debtor("Firma", is_company=True)
        case = self._make_case(firm)
        self._make_claim(case, 500, "2015-01-12")
        case.action_open()
        self.assertEqual(self._track_code(case), "F")
        self.assertIn("All open claims are time-barred", case.track_why)

    # === BY HAND AND CHANGES === #
    def test_a_leader_overrides_with_a_reason_that_is_kept(self):
        first, second = self.only({}, {"amount_from": 10**6})
        case = self._make_open_case()
        self.refresh(case.debtor_id)
        self.assertEqual(case.track_id, first)
        leader = self.as_role(case, "team_leader")
        wizard = self.env["debt.track.change"].with_user(self.users["team_leader"])
        form = Form(wizard.with_context(active_ids=leader.ids))
        form.track_id = second
        form.reason = "Known customer"
        form.save().action_apply()
        self.refresh(case.debtor_id)
        self.assertEqual(case.track_id, second)
        self.assertIn("Known customer", case.track_why)
        self.assertIn("Known customer", case.message_ids[0].body)
        wizard.create(
            {"case_ids": case.ids, "action": "rules", "reason": "Over"}
        ).action_apply()
        self.assertEqual((case.track_id, case.track_manual), (first, False))

    def test_no_override_without_a_reason(self):
        [track] = self.only({})
        case = self._make_open_case()
        with self.assertRaises(UserError):
            self.as_role(case, "team_leader")._choose_track(track, " ")

    def test_a_collector_cannot_choose(self):
        [track] = self.only({})
        case = self._make_open_case(user_id=self.users["collector"].id)
        mine = self.as_role(case, "collector")
        for values in (
            {"track_id": track.id},
            {"track_manual": True},
            {"track_changed": False},
            {"customer_segment": "large"},
        ):
            with self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine._choose_track(track, "because")

    def test_a_change_leaves_the_course_and_is_marked(self):
        other = self._make_procedure(
            (("visit", "visit", 3),), name="Other", code="other"
        )
        before, after = self.only({"amount_from": 500}, {"procedure_id": other.id})
        case = self._make_open_case()
        self.run_day()
        self.assertEqual(case.procedure_id, self.procedure)
        self._pay(case, 600, self.today)
        self.run_day()
        self.assertEqual(case.track_id, after)
        self.assertEqual(case.procedure_id, self.procedure, "it runs on")
        self.assertTrue(case.track_changed)
        self.assertIn(before.display_name, case.track_why)
        self.env["debt.track.change"].with_user(self.users["team_leader"]).create(
            {"case_ids": case.ids, "action": "follow", "reason": "Now a visit"}
        ).action_apply()
        self.env.invalidate_all()
        self.assertEqual(case.procedure_id, other)
        self.assertEqual(str(case.course_id.date_due), "2026-03-05")
        self.assertFalse(case.track_changed)

    def test_a_change_to_the_same_procedure_needs_nobody(self):
        self.only({"amount_from": 500}, {})
        case = self._make_open_case()
        self.run_day()
        self._pay(case, 600, self.today)
        self.run_day()
        self.assertFalse(case.track_changed)

    def test_a_new_start_takes_the_procedure_of_the_track(self):
        other = self._make_procedure(
            (("visit", "visit", 3),), name="Other", code="other"
        )
        self.only({"amount_from": 500}, {"procedure_id": other.id})
        case = self._make_open_case()
        self.run_day()
        case._close("other")
        self._pay(case, 600, self.today)
        case.action_open()
        self.refresh(case.debtor_id)
        case.action_start_procedure()
        self.assertEqual(case.course_ids.procedure_id, other)

    def test_a_start_by_hand_is_classified_first(self):
        other = self._make_procedure(
            (("visit", "visit", 3),), name="Other", code="other"
        )
        self.only({"procedure_id": other.id})
        case = self._make_open_case(user_id=self.users["collector"].id)
        self.as_role(case, "collector").action_start_procedure()
        self.assertEqual(case.course_ids.procedure_id, other)

    # === THE RUN === #
    def test_the_run_classifies_in_chunks_before_it_starts(self):
        [track] = self.only({})
        cases = [self._make_open_case() for _number in range(5)]
        self.env["debt.debtor.change"].search([]).unlink()
        done = [
            work_pending(self.env, self.company, self.today, limit=2)
            for _chunk in range(4)
        ]
        self.assertEqual(done, [2, 2, 1, 0])
        self.assertEqual({case.track_id for case in cases}, {track})

    def test_the_dry_run_knows_the_track_and_leaves_nothing(self):
        other = self._make_procedure(
            (("visit", "visit", 1),), name="Other", code="other"
        )
        self.only({"procedure_id": other.id})
        case = self._make_open_case()
        self.env["debt.run"].with_user(self.users["team_leader"]).action_preview()
        self.assertFalse(case.track_date)
        self.assertFalse(case.course_ids)

    def test_companies_have_tracks_of_their_own(self):
        here, _there = self.only(
            {"company_id": self.company.id}, {"company_id": self.other_company.id}
        )
        agreement = self._make_agreement(code="O", company_id=self.other_company.id)
        foreign = self._make_open_case(
            self.debtor, package=self._make_package(agreement, code="O")
        )
        case = self._make_open_case(self.debtor)
        self.refresh(self.debtor)
        self.assertEqual(case.track_id, here)
        self.assertFalse(foreign.track_id)
        self.refresh(self.debtor, company=self.other_company)
        self.assertEqual(foreign.track_id, _there)


@tagged("post_install", "-at_install", "debt_strategy")
class TestTracksOfRoles(StrategyCommon):
    def test_a_leader_edits_rules_and_a_collector_does_not(self):
        track = self.env.ref("debt_collection.track_c")
        self.as_role(track, "team_leader").amount_to = 700
        self.assertEqual(track.amount_to, 700)
        with self.assertRaises(AccessError):
            self.as_role(track, "collector").amount_to = 800
        band = self.env.ref("debt_collection.size_band_small")
        with self.assertRaises(AccessError):
            self.as_role(band, "collector").name = "x"

    def test_tracks_of_another_company_are_out_of_reach(self):
        track = self.env["debt.track"].create(
            {"code": "X", "name": "X", "company_id": self.other_company.id}
        )
        with self.assertRaises(AccessError):
            self.as_role(track, "team_leader").name = "Y"

    def test_f_is_locked_for_everybody(self):
        track = self.env.ref("debt_collection.track_f")
        for role in ("team_leader", "administrator"):
            mine = self.as_role(track, role)
            for values in (
                {"active": False},
                {"sequence": 99},
                {"time_barred": "no"},
                {"amount_from": 10**9},
                {"domain": "[('id', '=', 0)]"},
                {"company_id": self.company.id},
                {"manual_only": False},
                {"locked": False},
                {"procedure_id": self.procedure.id, "name": "x"},
            ):
                with self.assertRaises(UserError):
                    mine.write(values)
        with self.assertRaises(UserError):
            self.as_role(track, "manager").unlink()
        with self.assertRaises(UserError):
            self.as_role(track, "manager").action_archive()
        self.assertEqual(track.rule_told, "All open claims are time-barred: yes")
        self.as_role(track, "team_leader").procedure_id = self.procedure
        self.assertEqual(track.procedure_id, self.procedure)

    def test_nothing_comes_before_f(self):
        leader = self.env["debt.track"].with_user(self.users["team_leader"])
        leader.create({"code": "0", "name": "First", "sequence": -5})
        tried = self.env["debt.track"]._tried(self.company)
        self.assertEqual(tried[0], self.env.ref("debt_collection.track_f"))
        with self.assertRaises(UserError):
            leader.create({"code": "1", "name": "Locked", "locked": True})

    def test_conditions_and_bands_are_checked(self):
        leader = self.env["debt.track"].with_user(self.users["team_leader"])
        with self.assertRaises(ValidationError):
            leader.create({"code": "1", "name": "x", "domain": "[('nothing', '=', 1)]"})
        with self.assertRaises(ValidationError):
            leader.create({"code": "1", "name": "x", "domain": "__import__('os')"})
        bands = self.env["debt.size.band"].with_user(self.users["team_leader"])
        with self.assertRaises(ValidationError):
            bands.create({"name": "x", "amount_from": 400, "amount_to": 600})
        own = {"company_id": self.company.id, "name": "x"}
        band = bands.create({**own, "amount_from": 400, "amount_to": 600})
        self.assertEqual(
            self.env["debt.size.band"]._limits(self.company), [(band.id, 400, 600)]
        )


@tagged("post_install", "-at_install", "debt_strategy")
class TestImportedCases(IntakeCommon):
    def test_after_a_load_debtors_are_refreshed_and_cases_classified(self):
        self.load({}, {"Nr klienta": "K-2", "PESEL": "", "Nr faktury": "F/2"})
        cases = self.package.case_ids
        self.assertEqual(len(cases), 2)
        for case in cases:
            self.assertTrue(case.track_id)
            self.assertAlmostEqual(case.figures_id.total_debt, case.total_due, 2)
        self.assertFalse(self.env["debt.debtor.change"].search([]))

    def test_a_collector_may_import_too(self):
        user = self.users["team_leader"]
        self.load({}, env=self.env(user=user.id))
        self.assertTrue(self.package.case_ids.figures_id)
