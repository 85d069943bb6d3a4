"""Postal life: posted, delivered, returned, what follows, and what it costs."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_post import PostCommon

GOOD = "00106141411234567897"
BAD = "00106141411234567896"
DAY = date(2026, 6, 2)


@tagged("post_install", "-at_install", "debt_post")
class TestLetterPost(PostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        freezer = freeze_time("2026-06-20")
        freezer.start()
        cls.addClassCleanup(freezer.stop)
        cls.env["debt.postage.rate"].create(
            [
                {
                    "kind": "registered",
                    "valid_from": "2026-01-01",
                    "amount": 8.5,
                },
                {
                    "kind": "registered",
                    "valid_from": "2026-06-02",
                    "amount": 9.1,
                },
                {
                    "kind": "registered",
                    "valid_from": "2026-06-10",
                    "amount": 99,
                },
            ]
        )

    def printed(self, count=1, case=None, **values):
        letters = self.make_letters(count, case, **values)
        letters._print()
        return letters

    def posted(self, count=1, case=None, **values):
        letters = self.printed(count, case, **values)
        letters._mark_posted(DAY)
        return letters

    def post(self, letters, role="collector", **values):
        wizard = (
            self.as_role(self.env["debt.letter.post"], role)
            .with_context(active_model="debt.letter", active_ids=letters.ids)
            .create({"date": DAY, **values})
        )
        return wizard, wizard.action_post

    def result(self, role="collector", letters=None, **values):
        model = self.as_role(self.env["debt.letter.result"], role)
        if letters:
            model = model.with_context(
                active_model="debt.letter", active_ids=letters.ids
            )
        return model.create({"date": "2026-06-05", **values})

    def events(self, case=None):
        events = (case or self.case).event_ids.sorted("id")
        return [event.type_id.code for event in events]

    def postage(self, letters):
        keys = [f"postage:{letter.id}" for letter in letters]
        return self.env["debt.cost"].search([("effect_key", "in", keys)])

    # === POSTING === #

    def test_posting_with_numbers(self):
        letters = self.printed(3, post_kind="registered")
        letters[1].post_kind = "ordinary"
        wizard, post = self.post(letters, numbers=f"{GOOD}\n{BAD}\n")
        self.assertIn("wrong check digit", wizard.preview)
        post()
        self.assertEqual(letters.mapped("state"), ["posted"] * 3)
        self.assertEqual(letters.mapped("posting_number"), [GOOD, False, BAD])
        self.assertFalse(letters[0].number_warning)
        self.assertIn(BAD, letters[2].number_warning)
        self.assertEqual(letters.posted_by_id, self.users["collector"])
        self.assertEqual(self.events(), ["letter_posted"] * 3)
        self.assertEqual(self.case.event_ids.mapped("state"), ["done"] * 3)

    def test_as_many_numbers_as_letters(self):
        letters = self.printed(2, post_kind="registered")
        with self.assertRaisesRegex(UserError, "1 numbers for 2"):
            self.post(letters, numbers=GOOD)[1]()
        with self.assertRaisesRegex(UserError, GOOD):
            self.post(letters, numbers=f"{GOOD}\n{GOOD}")[1]()
        self.assertEqual(letters.mapped("state"), ["printed"] * 2)
        self.post(letters, numbers=f"-\n{GOOD}\n\n")[1]()
        self.assertEqual(letters.mapped("posting_number"), [False, GOOD])

    def test_a_number_of_this_year_is_taken(self):
        first = self.printed(post_kind="registered", case=self.other_case)
        first._mark_posted(DAY, {first.id: GOOD})
        second = self.printed(post_kind="registered")
        with self.assertRaisesRegex(UserError, GOOD):
            self.post(second, numbers=GOOD)[1]()

    def test_only_printed_letters_are_posted(self):
        letter = self.make_letter()
        with self.assertRaises(UserError):
            self.post(letter)[1]()
        with self.assertRaisesRegex(UserError, "Ready to Print"):
            letter._mark_posted(DAY)

    def test_days_that_cannot_be(self):
        letter = self.printed()
        for day in (date(2026, 6, 21), date(2026, 5, 1)):
            with self.assertRaises(UserError):
                letter._mark_posted(day)

    def test_the_life_is_not_written_by_hand(self):
        letter = self.as_role(self.printed(), "collector")
        for values in (
            {"state": "posted"},
            {"posted_on": DAY},
            {"posting_number": GOOD},
            {"served_on": DAY},
            {"batch_id": False},
        ):
            with self.assertRaises(UserError):
                letter.write(values)
        letter.post_kind = "registered"
        letter._mark_posted(DAY)
        with self.assertRaises(UserError):
            letter.post_kind = "ordinary"

    def test_roles(self):
        letter = self.printed()
        with self.assertRaises(AccessError):
            self.post(letter, "operator")
        other = self.printed(case=self.other_case)
        # Not even chosen: neither of the two may see the letter.
        for role in ("collector", "team_leader"):
            with self.assertRaises(AccessError):
                self.post(other, role)
        with self.assertRaises(AccessError):
            self.as_role(other, "collector")._mark_posted(DAY)
        self.as_leader(other)._in_post_scope([("id", "=", other.id)])._mark_posted(DAY)
        self.assertEqual((letter.state, other.state), ("printed", "posted"))
        self.assertEqual(self.events(self.other_case), ["letter_posted"])
        user = self.other_case.event_ids.user_id
        self.assertEqual(user, self.users["team_leader"])

    def test_a_batch_is_planned_and_posted_whole(self):
        letters = self.make_letter() | self.make_letter(self.other_case)
        self.as_leader(letters)._in_post_scope([("id", "in", letters.ids)])._print()
        batch = self.as_leader(letters.batch_id)
        batch.write({"post_kind": "registered", "post_grams": 40})
        batch.action_apply_post()
        self.assertEqual(letters.mapped("post_kind"), ["registered"] * 2)
        self.assertEqual(letters.mapped("post_grams"), [40, 40])
        wizard = self.as_leader(self.env["debt.letter.post"]).create(
            {"batch_id": batch.id, "date": DAY}
        )
        self.assertEqual(wizard.letter_count, 2)
        wizard.action_post()
        self.assertEqual(batch.printed_count, 0)
        self.assertEqual(batch.progress, "Posted: 2")

    def test_kind_comes_from_the_template(self):
        self.template.post_kind = "registered_receipt"
        self.assertEqual(self.make_letter().post_kind, "registered_receipt")

    # === RESULTS === #

    def test_delivered_by_scanning(self):
        letters = self.printed(2, post_kind="registered")
        numbers = dict(zip(letters.ids, [GOOD, BAD], strict=True))
        letters._mark_posted(DAY, numbers)
        wizard = self.result(
            numbers=f"(00){GOOD}\nRR123456785PL", received_by="dorosły domownik"
        )
        self.assertIn("RR123456785PL: no posted letter", wizard.preview)
        with self.assertRaisesRegex(UserError, "RR123456785PL"):
            wizard.action_apply()
        self.assertEqual(letters.mapped("state"), ["posted"] * 2)
        wizard.skip_unknown = True
        wizard.action_apply()
        self.assertEqual(letters.mapped("state"), ["delivered", "posted"])
        self.assertEqual(letters[0].received_by, "dorosły domownik")
        self.assertEqual(str(letters[0].served_on), "2026-06-05")
        event = self.case.event_ids.sorted("id")[-1]
        self.assertEqual(event.outcome_id.code, "delivered")
        self.assertEqual(str(event.date), "2026-06-05")
        self.assertIn("dorosły domownik", event.note)

    def returned(self, reason, **values):
        letter = self.posted()
        wizard = self.result(letters=letter, result="returned", reason=reason, **values)
        wizard.action_apply()
        return letter, self.case.event_ids.sorted("id")[-1].outcome_id.code

    def test_refused_counts_as_served(self):
        letter, outcome = self.returned("refused")
        self.assertEqual((letter.state, outcome), ("returned", "letter_refused"))
        self.assertEqual(str(letter.served_on), "2026-06-05")
        self.assertFalse(self.debtor.debt_address_doubtful)

    def test_not_collected_counts_from_its_own_day(self):
        letter, outcome = self.returned("not_collected", served_on="2026-06-04")
        self.assertEqual(outcome, "letter_not_collected")
        self.assertEqual(str(letter.served_on), "2026-06-04")

    def test_wrong_address_is_flagged_until_it_changes(self):
        for reason in ("wrong_address", "moved", "unknown"):
            with self.subTest(reason):
                letter, outcome = self.returned(reason, served_on="2026-06-04")
                self.assertEqual(outcome, "returned")
                self.assertFalse(letter.served_on)
                self.assertTrue(self.debtor.debt_address_doubtful)
                since = str(self.debtor.debt_address_doubtful_since)
                self.assertEqual(since, "2026-06-05")
                self.debtor.write({"street": self.debtor.street, "phone": "600100200"})
                self.assertTrue(self.debtor.debt_address_doubtful)
                self.debtor.street = f"ul. Nowa 1 ({reason})"
                self.assertFalse(self.debtor.debt_address_doubtful)
                self.assertFalse(self.debtor.debt_address_doubtful_since)

    def test_death_is_left_to_a_person(self):
        state = self.case.state
        letter, _outcome = self.returned("died")
        self.assertFalse(letter.served_on)
        self.assertEqual(str(self.debtor.debt_death_reported_on), "2026-06-05")
        self.assertEqual(self.case.state, state)
        self.assertTrue(self.case.debtor_death_reported_on)
        self.assertFalse(self.debtor.debt_address_doubtful)

    def test_accountant_without_rights_on_contacts_flags_them(self):
        letter = self.posted()
        self.result(
            "accountant", letter, result="returned", reason="moved"
        ).action_apply()
        self.assertTrue(self.debtor.debt_address_doubtful)

    def test_a_return_needs_its_reason_and_a_posting(self):
        letter = self.posted()
        with self.assertRaises(UserError):
            self.result(letters=letter, result="returned").action_apply()
        with self.assertRaises(UserError):
            self.result(letters=letter, date="2026-06-01").action_apply()
        self.result(letters=letter).action_apply()
        with self.assertRaisesRegex(UserError, "Delivered"):
            self.result(letters=letter).action_apply()

    def test_mistakes_are_taken_back(self):
        letter = self.posted(post_kind="registered")
        letter._mark_returned(DAY, "refused")
        with self.assertRaises(AccessError):
            self.as_role(letter, "collector").action_take_back()
        leader = self.as_leader(letter)
        leader.action_take_back()
        self.assertEqual(letter.state, "posted")
        self.assertFalse(letter.served_on or letter.return_reason)
        first = self.postage(letter)
        leader.action_take_back()
        self.assertEqual(letter.state, "printed")
        self.assertEqual(first.state, "waived")
        letter._mark_posted(DAY)
        second = self.postage(letter)
        self.assertEqual((second.state, second.amount), ("booked", 9.1))
        self.assertEqual(self.events().count("letter_taken_back"), 2)

    # === POSTAGE === #

    def test_postage_is_booked_once_at_the_rate_of_the_day(self):
        letters = self.posted(2, post_kind="registered")
        costs = self.postage(letters)
        self.assertEqual(costs.mapped("amount"), [9.1, 9.1])
        self.assertEqual(costs.kind_id.code, "postage")
        self.assertFalse(any(costs.mapped("charged")))
        self.assertEqual(costs.mapped("date"), [DAY] * 2)
        self.assertEqual(len(costs.event_id), 2)
        self.as_role(letters, "collector").action_book_postage()
        self.assertEqual(self.postage(letters), costs)

    def test_company_rate_goes_before(self):
        self.env["debt.postage.rate"].create(
            {
                "kind": "registered",
                "valid_from": "2026-01-01",
                "amount": 5,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self.postage(self.posted(post_kind="registered")).amount, 5)

    def test_without_a_rate_it_says_so(self):
        letters = self.printed(2)
        letters[0].post_kind = "registered"
        notice = self.post(letters)[1]()["params"]
        self.assertEqual(notice["type"], "warning")
        self.assertIn("1 of them", notice["message"])
        self.assertEqual(len(self.postage(letters)), 1)
        self.env["debt.postage.rate"].create(
            {"kind": "ordinary", "valid_from": "2026-01-01", "amount": 4}
        )
        letters.action_book_postage()
        self.assertEqual(sum(self.postage(letters).mapped("amount")), 13.1)

    def test_queries_do_not_grow_with_the_letters(self):
        """Hundreds of letters are posted by sets: one event and one cost call."""
        few = self.printed(2, post_kind="registered")
        many = self.printed(42, post_kind="registered")

        def queries(letters):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            letters._mark_posted(DAY)
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        queries(self.printed(1, post_kind="registered"))
        self.assertLessEqual(queries(many), queries(few) + 4)
