"""E-mails of procedures: through Odoo's queue, once, with the answer in the ledger."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common_procedure import ProcedureCommon


@tagged("post_install", "-at_install", "debt_procedure")
class TestEmail(ProcedureCommon, MailCase):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        email = {
            "mail_template_id": self.env.ref(
                "debt_collection.mail_template_reminder"
            ).id
        }
        self.package.procedure_id = self._make_procedure(
            [("mail", "email", 1, email), ("call", "call", 5)], code="mails"
        )
        self.case = self._make_open_case()
        self.case.debtor_id.email = "jan@example.com"
        self.run_day()

    def queue(self):
        self.run_day("2026-03-03")
        row = self.case.dispatch_ids
        self.assertEqual(row.state, "sending")
        return row, self.mail_of(row)

    def mail_of(self, row):
        return self.env["mail.mail"].sudo().search([("debt_dispatch_id", "=", row.id)])

    def send_queue(self):
        self.env["mail.mail"].sudo().process_email_queue()
        self.env.invalidate_all()

    def test_an_email_leaves_and_the_case_goes_on(self):
        row, mail = self.queue()
        self.assertEqual(self.case.course_id.state, "waiting")
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.send_queue()
        self.assertEqual(len(self._mails), 1)
        self.assertIn(self.case.name, self._mails[0]["subject"])
        self.assertIn("Energia Testowa", self._mails[0]["body"])
        self.assertEqual((row.state, bool(row.provider_ref)), ("sent", True))
        self.assertEqual(mail.state, "sent")
        self.assertEqual(self.history(self.case), [("2026-03-03", "email")])
        self.assertEqual(self.case.course_id.step_id.code, "call")

    def test_an_address_that_fails_is_seen(self):
        row, _mail = self.queue()
        failing = patch.object(
            type(self.env["ir.mail_server"]), "send_email", side_effect=OSError("gone")
        )
        with (
            self.mock_mail_gateway(),
            failing,
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            self.send_queue()
        self.assertEqual(row.state, "failed")
        self.assertIn("gone", row.reason)
        self.assertEqual(self.case.course_id.state, "waiting")

    def test_a_lost_answer_is_never_sent_again_by_itself(self):
        """T-11, T-16: the process died between the claim and the answer."""
        row, mail = self.queue()
        self.assertTrue(row._claim_mail(mail, commit=False))
        with self.mock_mail_gateway():
            self.send_queue()
        self.assertFalse(self._mails)
        self.assertEqual(row.state, "unknown")
        self.assertEqual(mail.state, "cancel")

    def test_a_payment_while_the_email_waits_in_the_queue_stops_it(self):
        """T-01."""
        row, mail = self.queue()
        self._pay(self.case, 5000, "2026-03-03")
        self.day("2026-03-03", "10:00")
        with self.mock_mail_gateway():
            self.send_queue()
        self.assertFalse(self._mails)
        self.assertEqual((row.state, row.reason_code), ("refused", "paid"))
        self.assertEqual(mail.state, "cancel")

    def test_what_a_person_sends_again_goes_out_once_more(self):
        row, mail = self.queue()
        row._claim_mail(mail, commit=False)
        with self.mock_mail_gateway():
            self.send_queue()
            self.as_role(row, "team_leader").action_send_again()
            self.run_day("2026-03-04")
            self.send_queue()
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(row.state, "sent")

    def test_a_blacklisted_address_is_seen(self):
        """T-14."""
        self.env["mail.blacklist"].sudo()._add("jan@example.com")
        self.run_day("2026-03-03")
        row = self.case.dispatch_ids
        self.assertEqual((row.state, row.reason_code), ("refused", "blacklisted"))
        self.assertFalse(self.mail_of(row))

    def test_a_closed_case_takes_its_email_back(self):
        row, mail = self.queue()
        self.case._close("paid")
        with self.mock_mail_gateway():
            self.day("2026-03-03", "10:00")
            self.send_queue()
        self.assertFalse(self._mails)
        self.assertNotEqual(row.state, "sent")
        self.assertEqual(mail.state, "cancel")

    def test_a_mailing_by_hand_goes_through_the_ledger_once(self):
        """T-15."""
        paid = self._make_open_case()
        paid.debtor_id.email = "ewa@example.com"
        self._pay(paid, 5000, "2026-03-02")
        mailing = (
            self.env["debt.mailing"]
            .with_user(self.users["collector"])
            .create(
                {
                    "case_ids": (self.case | paid).ids,
                    "template_id": self.env.ref(
                        "debt_collection.mail_template_reminder"
                    ).id,
                }
            )
        )
        with self.mock_mail_gateway(mail_unlink_sent=False):
            mailing.action_send()
            mailing.action_send()
            self.send_queue()
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(self.case.dispatch_ids.state, "sent")
        self.assertEqual(paid.dispatch_ids.reason_code, "paid")
        self.assertEqual(self.history(self.case), [("2026-03-02", "email")])
