"""Rates: decisions, files, the calendar, and who may change them."""

import base64
from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import file_open

from ..services import interest_rates
from .common import DebtCommon

SHIPPED = "debt_collection/data/law/interest_rate.csv"
AUTUMN = date(2026, 11, 5)


class RatesCommon(DebtCommon):
    """Rates on a day after the last one that is shipped."""

    def setUp(self):
        super().setUp()
        self.rates = self.env["debt.interest.rate"]
        self._stop_at(date(2026, 11, 23))

    def _stop_at(self, day):
        """Let it be a day until the end of the test."""
        balance = type(self.env["debt.balance"])
        stopped = patch.object(balance, "_today", lambda self: day)
        stopped.start()
        self.addCleanup(stopped.stop)

    def _percent(self, code, day):
        """Return the percent that holds on a day."""
        table = self.env["debt.interest.period"]._rate_table()
        return float(
            next(
                period.percent
                for period in table.timeline(code)
                if period.date_from <= day
                and (not period.date_to or day <= period.date_to)
            )
        )

    def _rate(self, code, day):
        """Return the rate record of a kind that begins on a day."""
        return self.rates.search([("kind_id.code", "=", code), ("date_from", "=", day)])

    def _decide(self, day, reference, lombard, user=None):
        wizard = self.env["debt.interest.decision"].with_user(user or self.env.user)
        return wizard.create(
            {"date": day, "reference_percent": reference, "lombard_percent": lombard}
        )


@tagged("post_install", "-at_install", "debt_rates")
class TestDecision(RatesCommon):
    def test_all_derived_rates_follow(self):
        wizard = self._decide(AUTUMN, 3.5, 4)
        self.assertIn("Statutory interest for delay", wizard.preview)
        wizard.action_save()
        expected = {
            "nbp_reference": 3.5,
            "nbp_lombard": 4,
            "delay_481": 9,
            "capital_359": 7,
            "max_delay_481": 18,
            "max_contractual_359": 14,
            "contractual": 18,
            "tax_arrears": 10,
            "tax_arrears_reduced": 5,
            "tax_arrears_raised": 15,
        }
        for code, percent in expected.items():
            self.assertEqual(self._percent(code, AUTUMN), percent, code)
        self.assertEqual(self._percent("delay_481", date(2026, 11, 4)), 9.25)

    def test_half_yearly_rates_wait_for_their_day(self):
        self._decide(AUTUMN, 3.5, 4).action_save()
        self.assertEqual(self._percent("commercial_delay", date(2026, 12, 31)), 13.75)
        self.assertFalse(self._rate("commercial_delay", AUTUMN))

    def test_a_decision_of_new_year_fixes_the_half_year(self):
        self._decide(date(2027, 1, 1), 3.25, 3.75).action_save()
        self.assertEqual(self._percent("commercial_delay", date(2027, 1, 1)), 13.25)
        self.assertEqual(
            self._percent("commercial_delay_health", date(2027, 1, 1)), 11.25
        )

    def test_origin_and_certainty_are_kept_apart(self):
        wizard = self._decide(AUTUMN, 3.5, 4)
        wizard.certainty = "high"
        wizard.action_save()
        base, derived = (
            self._rate("nbp_reference", AUTUMN),
            self._rate("delay_481", AUTUMN),
        )
        self.assertEqual((base.origin, base.certainty), ("user", "high"))
        self.assertEqual((derived.origin, derived.certainty), ("derived", "medium"))
        self.assertEqual(derived.legal_basis, "art. 481 § 2 kc")
        self.assertEqual(derived.verified_until, date(2026, 11, 23))

    def test_the_rates_that_hold_are_no_decision(self):
        before = self.rates.search_count([])
        wizard = self._decide(AUTUMN, 3.75, 4.25)
        self.assertFalse(wizard.has_changes)
        with self.assertRaisesRegex(UserError, "hold already"):
            wizard.action_save()
        self.assertEqual(self.rates.search_count([]), before)

    def test_only_the_lombard_rate_changes(self):
        self._decide(AUTUMN, 3.75, 4).action_save()
        self.assertFalse(self._rate("nbp_reference", AUTUMN))
        self.assertFalse(self._rate("delay_481", AUTUMN))
        self.assertEqual(self._percent("tax_arrears", AUTUMN), 10)

    def test_a_mistaken_decision_is_corrected(self):
        self._decide(AUTUMN, 3.5, 4).action_save()
        self._decide(AUTUMN, 3.25, 3.75).action_save()
        self.assertEqual(self._percent("delay_481", AUTUMN), 8.75)
        self.assertEqual(len(self._rate("delay_481", AUTUMN)), 1)

    def test_a_shipped_rate_is_never_replaced_by_a_formula(self):
        """A decision entered for a day before a fixed half-year."""
        wizard = self._decide(date(2026, 6, 10), 3.5, 4)
        self.assertIn("Stays", wizard.preview)
        wizard.action_save()
        self.assertEqual(self._percent("delay_481", date(2026, 6, 10)), 9)
        self.assertEqual(self._percent("commercial_delay", date(2026, 7, 1)), 13.75)

    def test_lombard_below_reference_is_refused(self):
        with self.assertRaisesRegex(UserError, "never below"):
            self._decide(AUTUMN, 4, 3.5).action_save()
        self.assertFalse(self._rate("nbp_reference", AUTUMN))

    def test_the_form_begins_with_the_rates_in_force(self):
        form = Form(self.env["debt.interest.decision"])
        self.assertEqual(form.reference_percent, 3.75)
        self.assertEqual(form.lombard_percent, 4.25)
        form.reference_percent = 3.5
        self.assertTrue(form.has_changes)

    def test_a_late_decision_credits_later_payments_anew(self):
        """What is entered later must not matter: payments of after the day are anew."""
        case = self._make_case()
        self._make_claim(case, 36500, "2026-11-04")
        payment = self._pay(case, 100, "2026-11-14")
        interest = payment.allocation_ids.filtered(lambda a: a.kind == "interest")
        self.assertEqual(interest.amount, 92.5)
        self._decide(AUTUMN, 3.5, 4).action_save()
        interest = payment.allocation_ids.filtered(lambda a: a.kind == "interest")
        self.assertEqual(interest.amount, 90)
        self.assertEqual(
            self.amounts(case, "2026-11-14", "interest_due", "principal_due"),
            (0, 36490),
        )


@tagged("post_install", "-at_install", "debt_rates")
class TestHalfYear(RatesCommon):
    def test_the_calendar_adds_the_rate_of_the_half_year(self):
        self._stop_at(date(2027, 1, 1))
        self.rates._cron_half_yearly_rates()
        rate = self._rate("commercial_delay", date(2027, 1, 1))
        self.assertEqual((rate.percent, rate.origin), (13.75, "derived"))
        self.assertEqual(
            self._rate("commercial_delay_health", date(2027, 1, 1)).percent, 11.75
        )

    def test_once(self):
        self._stop_at(date(2027, 7, 2))
        self.rates._cron_half_yearly_rates()
        count = self.rates.search_count([])
        self.rates._cron_half_yearly_rates()
        self.assertEqual(self.rates.search_count([]), count)
        self.assertTrue(self._rate("commercial_delay", date(2027, 7, 1)))

    def test_a_later_decision_corrects_it(self):
        self._stop_at(date(2027, 1, 10))
        self.rates._cron_half_yearly_rates()
        self._decide(date(2026, 12, 3), 3.5, 4).action_save()
        self.assertEqual(self._rate("commercial_delay", date(2027, 1, 1)).percent, 13.5)

    def test_nothing_is_due_inside_a_half_year(self):
        self.assertEqual(
            interest_rates.due_half_yearly(self.env, date(2026, 12, 31)), []
        )


@tagged("post_install", "-at_install", "debt_rates")
class TestRateFile(RatesCommon):
    def _wizard(self, text, user=None):
        data = text if isinstance(text, bytes) else text.encode()
        wizard = self.env["debt.interest.rate.import"].with_user(user or self.env.user)
        return wizard.create({"file": base64.b64encode(data), "file_name": "stopy.csv"})

    def _refused(self, text, *parts):
        """Check that the file is refused whole, with all these words."""
        before = self.rates.search([]).mapped("percent")
        wizard = self._wizard(text)
        self.assertFalse(wizard.has_changes)
        with self.assertRaises(UserError) as caught:
            wizard.action_import()
        for part in ("stopy.csv", *parts):
            self.assertIn(part, str(caught.exception))
        self.assertEqual(self.rates.search([]).mapped("percent"), before)

    def test_the_shipped_file_again_changes_nothing(self):
        with file_open(SHIPPED, "rb") as file:
            wizard = self._wizard(file.read())
        self.assertFalse(wizard.faults)
        self.assertFalse(wizard.has_changes)
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            wizard.action_import()

    def test_new_rates_and_again(self):
        text = "kind;date_from;percent\ndelay_481;2026-11-05;9,00\n"
        self._wizard(text).action_import()
        self.assertEqual(self._percent("delay_481", AUTUMN), 9)
        rate = self._rate("delay_481", AUTUMN)
        self.assertEqual((rate.origin, rate.certainty), ("user", False))
        self.assertEqual(rate.legal_basis, "art. 481 § 2 kc")
        self.assertFalse(self._wizard(text).has_changes)

    def test_a_shipped_rate_is_corrected_for_good(self):
        day = date(2026, 3, 5)
        self._wizard(f"kind,date_from,percent\ndelay_481,{day},9.3\n").action_import()
        self.env["debt.law"]._load()
        self.assertEqual(self._rate("delay_481", day).percent, 9.3)
        self.assertEqual(self._rate("delay_481", day).origin, "user")

    def test_a_later_verification_is_taken_over(self):
        self._wizard(
            "kind,date_from,percent,verified_up_to\n"
            "delay_481,2026-03-05,9.25,2026-11-20\n"
        ).action_import()
        rate = self._rate("delay_481", date(2026, 3, 5))
        self.assertEqual(rate.verified_until, date(2026, 11, 20))
        self.assertEqual(rate.origin, "shipped")

    def test_every_fault_is_named_and_nothing_is_saved(self):
        self._refused(
            "kind,date_from,percent\n"
            "delay_481,2026-11-05,9\n"
            "delay_481,2026-13-05,8\n"
            "capital_359,2026-11-05,seven\n",
            "row 3, date_from '2026-13-05'",
            "row 4, percent 'seven'",
        )

    def test_kinds_without_rates_of_their_own(self):
        self._refused(
            "kind,date_from,percent\nodsetki,2026-11-05,9\ncontractual,2026-11-05,9\n",
            "row 2, kind 'odsetki'",
            "row 3, kind 'contractual'",
            "commercial_delay",
        )

    def test_the_same_day_twice(self):
        self._refused(
            "kind,date_from,percent\ndelay_481,2026-11-05,9\ndelay_481,2026-11-05,8\n",
            "row 3, date_from '2026-11-05'",
            "stands in row 2",
        )

    def test_a_hole_between_rates(self):
        self._refused(
            "kind,date_from,date_to,percent\n"
            "delay_481,2026-11-05,2026-11-20,9\n"
            "delay_481,2026-11-25,,8\n",
            "row 2, date_to '2026-11-20'",
            "begins on 2026-11-25",
        )

    def test_files_that_are_no_tables_of_rates(self):
        self._refused("a;b\n1;2\n", "kind", "add the column")
        self._refused(b"PK\x03\x04\x00\x00\x00", "NUL")

    def test_an_entered_change_survives_the_next_upgrade(self):
        rate = self._rate("delay_481", date(2026, 3, 5))
        rate.percent = 9.5
        self.env["debt.law"]._load()
        self.assertEqual((rate.percent, rate.origin), (9.5, "user"))


@tagged("post_install", "-at_install", "debt_rates")
class TestRateRoles(RatesCommon):
    def test_the_accountant_enters_decisions(self):
        self._decide(AUTUMN, 3.5, 4, self.users["accountant"]).action_save()
        self.assertEqual(self._percent("delay_481", AUTUMN), 9)

    def test_others_cannot_change_rates(self):
        rate = self._rate("delay_481", date(2026, 3, 5))
        for role in ("operator", "field_agent", "collector", "lawyer", "team_leader"):
            with self.subTest(role), self.assertRaises(AccessError):
                rate.with_user(self.users[role]).percent = 1
            with self.subTest(role), self.assertRaises(AccessError):
                self._decide(AUTUMN, 3.5, 4, self.users[role])
        self.assertEqual(rate.percent, 9.25)

    def test_everybody_reads_them(self):
        rate = self._rate("delay_481", date(2026, 3, 5))
        self.assertEqual(self.as_role(rate, "operator").percent, 9.25)


@tagged("post_install", "-at_install", "debt_rates")
class TestExchangeRates(RatesCommon):
    def _import(self, lines, role="accountant"):
        wizard = self.env["debt.exchange.rate.import"].with_user(self.users[role])
        wizard.create({"lines": lines}).action_import()

    def _euro(self, day):
        """Return the stored PLN for one euro on a day."""
        rate = self.env["res.currency.rate"].search(
            [("currency_id", "=", self.env.ref("base.EUR").id), ("name", "=", day)]
        )
        return round(1 / rate.rate, 4)

    def test_pasted_lines(self):
        self._import("2026-01-30;4,2345\n27.02.2026;4.2111")
        self.assertEqual(self._euro("2026-01-30"), 4.2345)
        self.assertEqual(self._euro("2026-02-27"), 4.2111)

    def test_a_known_day_is_replaced(self):
        self._import("2026-01-30;4,2345")
        self._import("2026-01-30;4,2999")
        self.assertEqual(self._euro("2026-01-30"), 4.2999)

    def test_faulty_lines_save_nothing(self):
        with self.assertRaisesRegex(UserError, "line 2, '2026-02-30;4'"):
            self._import("2026-01-30;4,2345\n2026-02-30;4")
        stored = self.env["res.currency.rate"].search([("name", "=", "2026-01-30")])
        self.assertFalse(stored.filtered(lambda r: r.currency_id.name == "EUR"))

    def test_others_may_not(self):
        with self.assertRaises(AccessError):
            self._import("2026-01-30;4,2345", "collector")
