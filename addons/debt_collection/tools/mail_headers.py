"""Which mails no person wrote: bounces, answers of machines, circulars."""

import re

MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|bounce)\b", re.IGNORECASE)
PRECEDENCES = {"bulk", "junk", "list", "auto_reply"}
MARKS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply")
# Programs that set no header begin the subject with one of these.
SUBJECTS = re.compile(
    r"^\s*(automatyczna odpowied[zź]|odpowied[zź] automatyczna|autoodpowied[zź]|"
    r"auto(matic)?[ -]?reply|out of (the )?office)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+-]+@")


def is_automatic(message):
    """Tell whether a mail was written by a machine (RFC 3834 and habits).

    ``X-Auto-Response-Suppress`` tells nothing: ordinary mail carries it too.

    :param message: ``email.message.Message``
    """
    submitted = (message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    precedence = (message.get("Precedence") or "").strip().lower()
    return bool(
        submitted != "no"
        or precedence in PRECEDENCES
        or any(mark in message for mark in MARKS)
        or message.get_content_type() == "multipart/report"
        or (message.get("Return-Path") or "").strip() == "<>"
        or _from_a_machine(message)
        or SUBJECTS.match(str(message.get("Subject") or ""))
    )


def _from_a_machine(message):
    sender = ADDRESS.search(str(message.get("From") or ""))
    return sender and MACHINES.match(sender[0])
