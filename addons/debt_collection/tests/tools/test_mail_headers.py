"""Mails of machines are told from those of people."""

import email
import email.policy

import pytest

from odoo.addons.debt_collection.tools.mail_headers import is_automatic


def mail(*headers, sender="Jan <jan@example.com>", subject="Sprawa", kind="text/plain"):
    """Return a mail with some more headers."""
    lines = [f"From: {sender}", f"Subject: {subject}", f"Content-Type: {kind}"]
    text = "\r\n".join([*lines, *headers, "", "Treść", ""])
    return email.message_from_string(text, policy=email.policy.SMTP)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=a@example.com",
        "Precedence: bulk",
        "Precedence: Auto_Reply",
        "X-Autoreply: yes",
        "Return-Path: <>",
    ],
)
def test_headers_of_machines(header):
    assert is_automatic(mail(header))


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "Precedence: normal",
        "Return-Path: <jan@example.com>",
    ],
)
def test_headers_of_people(header):
    assert not is_automatic(mail(header))


def test_senders_that_are_no_person():
    for sender in ("MAILER-DAEMON@x.pl", "Poczta <postmaster@x.pl>", "noreply@x.pl"):
        assert is_automatic(mail(sender=sender)), sender
    for sender in ("Postmasterski <jan@x.pl>", "no.reply.nowak@x.pl", ""):
        assert not is_automatic(mail(sender=sender)), sender


def test_reports_on_delivery():
    assert is_automatic(mail(kind="multipart/report; report-type=delivery-status"))


def test_subjects_of_programs_without_headers():
    assert is_automatic(mail(subject="Automatyczna odpowiedź: Wezwanie"))
    assert is_automatic(mail(subject="Out of office"))
    assert not is_automatic(mail(subject="Odp: Automatyczna odpowiedź z banku"))
    assert not is_automatic(mail(subject="Automatycznie pobrali mi ratę"))
