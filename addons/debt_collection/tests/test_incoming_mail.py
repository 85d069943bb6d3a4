"""Mail to the address of the agency: onto its case, once, or waiting for a person."""

import base64
from email.message import EmailMessage

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DebtCommon

SENDER = "Jan Testowy <jan@example.com>"


class MailCase(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "agency.example.com"})
        other = cls.env["mail.alias.domain"].create({"name": "b.example.com"})
        cls.company.alias_domain_id = domain
        cls.other_company.alias_domain_id = other
        cls.company.debt_mail_alias_name = "windykacja"
        cls.other_company.debt_mail_alias_name = "windykacja"
        cls.debtor.email = "jan@example.com"
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls.stranger_case = cls._make_case()
        cls._mails = 0

    def receive(self, subject="Pytanie", body="Dzień dobry", sender=SENDER, **more):
        """Take a mail in; return its record, if one was made for it.

        :param more: ``to``, ``ref``, ``headers`` and ``files``
        """
        cls = type(self)
        cls._mails += 1
        mail = EmailMessage()
        mail["From"], mail["Subject"] = sender, subject
        mail["To"] = more.get("to", "windykacja@agency.example.com")
        mail["Message-Id"] = more.get("ref") or f"<mail{cls._mails}@example.com>"
        for name, value in more.get("headers", {}).items():
            mail[name] = value
        mail.set_content(body)
        for name, content in more.get("files", {}).items():
            mail.add_attachment(content, "application", "pdf", filename=name)
        before = self.env["debt.incoming.mail"].search([])
        # The gateway's own environment has no switches of tests.
        gateway = self.env["mail.thread"].with_context(tracking_disable=False)
        gateway.message_process(None, mail.as_bytes())
        return self.env["debt.incoming.mail"].search([]) - before

    def incoming(self, case):
        """Return the events of a case for mails that came in."""
        kind = self.env.ref("debt_collection.event_type_incoming_email")
        return case.event_ids.filtered(lambda event: event.type_id == kind)

    def posted(self, case):
        """Return the mails on the thread of a case."""
        return case.message_ids.filtered(lambda m: m.message_type == "email")


@tagged("post_install", "-at_install", "debt_mail")
class TestWhereMailLands(MailCase):
    def assert_on(self, mail, case):
        self.assertEqual((mail.state, mail.case_id), ("assigned", case))
        self.assertEqual(len(self.incoming(case)), 1)
        self.assertEqual(len(self.posted(case)), 1)

    def assert_waits(self, mail):
        self.assertEqual((mail.state, mail.case_id.ids), ("unassigned", []))
        for case in self.case | self.stranger_case:
            self.assertFalse(self.incoming(case) or self.posted(case))

    def test_number_in_the_subject(self):
        subject = f"Odp: {self.stranger_case.name}"
        mail = self.receive(subject, sender="obcy@example.org")
        self.assert_on(mail, self.stranger_case)
        message = self.posted(self.stranger_case)
        self.assertEqual(message.email_from, "obcy@example.org")
        self.assertIn("Dzień dobry", message.body)
        self.assertEqual(message.subject, subject)

    def test_number_in_the_body(self):
        body = f"Nie zgadzam się z wezwaniem w sprawie {self.stranger_case.name}."
        self.assert_on(
            self.receive(body=body, sender="obcy@example.org"), self.stranger_case
        )

    def test_number_with_typing_errors(self):
        prefix, year, serial = self.stranger_case.name.split("/")
        typed = f"{prefix.lower()} - {year} - {serial.replace('0', 'O')}"
        mail = self.receive(f"sprawa {typed}", sender="obcy@example.org")
        self.assert_on(mail, self.stranger_case)

    def test_number_without_its_zeros_needs_the_sender(self):
        prefix, year, serial = self.case.name.split("/")
        short = f"{prefix}/{year}/{int(serial)}"
        waiting = self.receive(short, sender="obcy@example.org")
        self.assert_waits(waiting)
        self.assertEqual(waiting.candidate_ids, self.case)
        second = self._make_package(code="EN-2026-09", name="Second")
        self._make_case(self.debtor, package=second)
        self.assert_on(self.receive(short), self.case)

    def test_number_of_another_debtor_is_doubted(self):
        mail = self.receive(self.stranger_case.name)
        self.assert_waits(mail)
        self.assertEqual(mail.candidate_ids, self.case | self.stranger_case)

    def test_two_numbers_decide_nothing(self):
        subject = f"{self.case.name} i {self.stranger_case.name}"
        self.assert_waits(self.receive(subject))

    def test_sender_with_one_case(self):
        mail = self.receive(sender="JAN@Example.com")
        self.assert_on(mail, self.case)
        event = self.incoming(self.case)
        self.assertEqual(
            (event.state, event.channel, event.note, event.user_id, event.partner_id),
            ("done", "email", "Pytanie", self.users["collector"], self.debtor),
        )

    def test_sender_with_a_closed_case_beside(self):
        self.case._close("paid")
        second = self._make_case(self.debtor)
        self.assert_on(self.receive(), second)

    def test_sender_with_two_cases(self):
        package = self._make_package(code="EN-2026-09", name="Second")
        second = self._make_case(self.debtor, package=package)
        mail = self.receive()
        self.assert_waits(mail)
        self.assertEqual(mail.candidate_ids, self.case | second)

    def test_stranger(self):
        mail = self.receive(sender="obcy@example.org")
        self.assert_waits(mail)
        self.assertFalse(mail.candidate_ids)

    def test_same_mail_twice(self):
        first = self.receive(ref="<same@example.com>")
        self.assertFalse(self.receive(ref="<same@example.com>"))
        self.assert_on(first, self.case)

    def test_same_mail_again_after_its_message_was_lost(self):
        """The gateway's own check sees messages only; ours is a unique key."""
        first = self.receive(ref="<same@example.com>")
        messages = self.env["mail.message"].search(
            [("message_id", "=", "<same@example.com>")]
        )
        self.assertEqual(len(messages), 2)
        messages.write({"message_id": "<other@example.com>"})
        self.assertFalse(self.receive(ref="<same@example.com>"))
        self.assert_on(first, self.case)

    def test_attachments_are_kept(self):
        mail = self.receive(files={"dowod.pdf": b"%PDF-1.4 dowod"})
        self.assert_on(mail, self.case)
        attachment = self.posted(self.case).attachment_ids
        self.assertEqual(
            (attachment.name, attachment.res_model, attachment.res_id),
            ("dowod.pdf", "debt.case", self.case.id),
        )
        self.assertEqual(base64.b64decode(attachment.datas), b"%PDF-1.4 dowod")
        reader = self.as_role(attachment, "collector")
        self.assertEqual(reader.raw, b"%PDF-1.4 dowod")

    def test_collector_is_told_and_nobody_outside(self):
        guarantor = self._make_debtor("Poręczyciel", email="porecz@example.org")
        self.case.message_subscribe(guarantor.ids)
        self.receive()
        told = self.posted(self.case).notified_partner_ids
        self.assertEqual(told, self.users["collector"].partner_id)

    def test_leader_is_told_of_a_case_nobody_has(self):
        self.case.user_id = False
        self.receive()
        told = self.posted(self.case).notified_partner_ids
        self.assertEqual(told, self.users["team_leader"].partner_id)

    def test_machines_make_no_events(self):
        subject = f"Odp: {self.case.name}"
        for headers in (
            {"Auto-Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"X-Autoreply": "yes"},
        ):
            mail = self.receive(subject, headers=headers)
            self.assertEqual(mail.state, "automatic")
        self.receive(subject, sender="MAILER-DAEMON@example.com")
        self.assertFalse(self.incoming(self.case) or self.posted(self.case))

    def test_companies_are_apart(self):
        to = "windykacja@b.example.com"
        for subject in ("Pytanie", self.case.name):
            mail = self.receive(subject, to=to)
            self.assertEqual(mail.company_id, self.other_company)
            self.assert_waits(mail)
            self.assertFalse(mail.candidate_ids)
            with self.assertRaises(AccessError):
                self.as_role(mail, "manager").read(["name"])
        with self.assertRaises(UserError):
            mail.case_id = self.case


@tagged("post_install", "-at_install", "debt_mail")
class TestAssigning(MailCase):
    def setUp(self):
        super().setUp()
        self.mail = self.receive(
            sender="obcy@example.org", files={"a.pdf": b"%PDF-1.4"}
        )

    def test_collector_assigns_with_one_click(self):
        case = self.as_role(self.case, "collector")
        case.with_context(debt_mail_id=self.mail.id).action_take_mail()
        self.assertEqual((self.mail.state, self.mail.case_id), ("assigned", self.case))
        self.assertEqual(self.mail.user_id, self.users["collector"])
        message = self.posted(self.case)
        self.assertEqual(message.email_from, "obcy@example.org")
        self.assertFalse(message.author_id)
        self.assertEqual(message.attachment_ids.name, "a.pdf")
        self.assertEqual(len(self.incoming(self.case)), 1)

    def test_chosen_case_and_exactly_once(self):
        mail = self.as_role(self.mail, "team_leader")
        with self.assertRaises(UserError):
            mail.action_assign()
        mail.case_id = self.case
        mail.action_assign()
        with self.assertRaises(UserError):
            mail.action_assign()
        with self.assertRaises(UserError):
            mail.case_id = self.stranger_case
        self.assertEqual(len(self.posted(self.case)), 1)
        self.assertEqual(len(self.incoming(self.case)), 1)

    def test_only_onto_cases_one_may_work_on(self):
        elsewhere = self._make_package(self.agreement, code="EN-2026-05")
        hidden = self._make_case(package=elsewhere)
        with self.assertRaises(AccessError):
            self.as_role(self.mail, "collector")._deliver(
                self.as_role(hidden, "collector")
            )
        for role in ("operator", "field_agent"):
            with self.assertRaises(AccessError):
                self.as_role(self.mail, role).read(["name"])

    def test_mail_on_a_case_is_seen_with_the_case(self):
        elsewhere = self._make_package(self.agreement, code="EN-2026-05")
        hidden = self._make_case(package=elsewhere)
        self.assertTrue(self.as_role(self.mail, "collector").read(["name"]))
        self.mail._deliver(hidden)
        with self.assertRaises(AccessError):
            self.as_role(self.mail, "collector").read(["name"])

    def test_discarded_and_back(self):
        mail = self.as_role(self.mail, "collector")
        mail.action_discard()
        self.assertEqual(self.mail.state, "discarded")
        mail.action_restore()
        self.assertEqual(self.mail.state, "unassigned")

    def test_collector_opens_the_list(self):
        mails = self.as_role(self.env["debt.incoming.mail"], "collector")
        fields = ["name", "preview", "candidate_ids", "body", "attachment_ids"]
        row = mails.search_read([("id", "=", self.mail.id)], fields)[0]
        self.assertEqual(row["preview"], "Dzień dobry")
        self.assertEqual(len(row["attachment_ids"]), 1)
        mails.get_views([(False, "list"), (False, "form"), (False, "search")])


@tagged("post_install", "-at_install", "debt_mail")
class TestAnswersOnTheThread(MailCase):
    def setUp(self):
        super().setUp()
        self.sent = self.as_role(self.case, "collector").message_post(
            body="Prosimy o wpłatę", message_type="comment"
        )

    def answer(self, **more):
        headers = {"References": self.sent.message_id, **more.pop("headers", {})}
        more.setdefault("to", "catchall@agency.example.com")
        return self.receive("Odp", headers=headers, **more)

    def test_answer_is_in_the_history(self):
        self.assertFalse(self.answer())
        self.assertEqual(len(self.posted(self.case)), 1)
        event = self.incoming(self.case)
        self.assertEqual((event.note, event.partner_id), ("Odp", self.debtor))
        collector = self.users["collector"].partner_id
        self.assertIn(collector, self.posted(self.case).notified_partner_ids)

    def test_answer_to_our_address_is_on_the_case_it_answers(self):
        mail = self.answer(to="windykacja@agency.example.com", sender="x@example.org")
        self.assertEqual((mail.state, mail.case_id), ("assigned", self.case))
        foreign = self.answer(to="windykacja@b.example.com", sender="x@example.org")
        self.assertEqual((foreign.state, foreign.case_id.ids), ("unassigned", []))

    def test_answer_of_a_machine_is_not(self):
        self.answer(headers={"Auto-Submitted": "auto-replied"})
        self.assertFalse(self.incoming(self.case))

    def test_answer_of_a_colleague_is_not(self):
        leader = self.users["team_leader"]
        leader.email = "kierownik@agency.test"
        self.answer(sender=leader.email)
        self.assertEqual(len(self.posted(self.case)), 1)
        self.assertFalse(self.incoming(self.case))

    def test_one_answer_one_event(self):
        self.answer(ref="<a@example.com>")
        self.case._register_incoming_mail("<a@example.com>", "Odp", self.debtor)
        self.assertEqual(len(self.incoming(self.case)), 1)


@tagged("post_install", "-at_install", "debt_mail")
class TestAddress(MailCase):
    def test_address_is_changed_and_given_up(self):
        alias = self.company.debt_mail_alias_id
        self.assertEqual(alias.alias_full_name, "windykacja@agency.example.com")
        self.company.debt_mail_alias_name = "naleznosci"
        self.assertEqual(alias.alias_full_name, "naleznosci@agency.example.com")
        mail = self.receive(to="naleznosci@agency.example.com")
        self.assertEqual(mail.case_id, self.case)
        self.company.debt_mail_alias_name = False
        self.assertFalse(alias.exists())
        self.assertFalse(self.company.debt_mail_alias_id)
