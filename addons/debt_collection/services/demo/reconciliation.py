"""Bank lines of the demonstration that show what the reconciliation screen is for."""

COLLECTIVE = "Komornik Sądowy przy SR w Gdyni Tomasz Bielik"
NOTES = {
    "za prąd, dziękuję": "Wysłano zapytanie do banku o nadawcę.",
    "spłata długu męża": "Telefon: pani poda imię męża w piątek.",
}


def lines_to_reconcile(cashier, live, day):
    """Leave an accountant a mistake in a number, a collective transfer and notes.

    :param live: open cases
    """
    mistaken, *several = live[-12:-9]
    bailiff = cashier.env["res.partner"].create(
        {"name": COLLECTIVE, "is_company": True, "debt_collective_payer": True}
    )
    wrong = mistaken.name[:-2] + mistaken.name[:-3:-1]
    values = cashier._line_values(mistaken, day, f"rata {wrong}", 65)
    numbers = ", ".join(case.name for case in several)
    total = round(sum(case.total_due for case in several), 2)
    together = cashier._line_values(several[0], day, f"Km 214/26 {numbers}", total)
    together["partner_name"] = bailiff.name
    lines = cashier._lines([values, together])
    lines.action_debt_propose()
    _note(cashier)
    return lines


def _note(cashier):
    """Say of lines in suspense what is known, and who looks after them."""
    keeper = cashier.agency.users["ksiegowa"]
    for line in cashier.env["account.bank.statement.line"].search(
        [
            ("company_id", "=", keeper.company_id.id),
            ("payment_ref", "in", list(NOTES)),
            ("debt_match_state", "=", "suspense"),
        ]
    ):
        line.write({"debt_note": NOTES[line.payment_ref], "debt_user_id": keeper.id})
