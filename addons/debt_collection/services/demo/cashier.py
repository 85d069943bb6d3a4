"""The money of the demonstration: bank lines booked on cases, and reported payments."""

from datetime import timedelta

from .plot import ago
from .reconciliation import lines_to_reconcile

SMALLEST = 5
# Titles that tell nothing, and what was paid with them.
UNCLEAR = (
    ("FV do wyjaśnienia", 312.4),
    ("przelew środków", 150),
    ("za prąd, dziękuję", 86.15),
    ("spłata długu męża", 500),
)


class Cashier:
    """Takes the payments of the plots.

    Transfers come as bank lines and are matched and booked as real ones are; what
    creditors and bailiffs report is booked at once.

    :param day_of: function of (case, day of a plot) that returns the date
    """

    def __init__(self, agency, crowd, day_of):
        self.agency, self.env = agency, agency.env
        self.crowd, self.day_of = crowd, day_of

    def take_money(self, roles):
        """Book all payments: parts first, then those that settle a case."""
        payments = [(case, money) for case, plot in roles for money in plot.money]
        for settles in (False, True):
            self._take([(c, m) for c, m in payments if (m.share == 1) is settles])
        self._leave_to_accountant(roles)

    def _take(self, payments):
        """Book payments whose amounts do not depend on each other."""
        amounts = [self._amount(*payment) for payment in payments]
        known = list(zip(payments, amounts, strict=True))
        self._report([p for p in known if p[0][1].source != "bank"])
        transfers = [p for p in known if p[0][1].source == "bank"]
        self._book(
            [(case, self._values(case, m, sum_)) for (case, m), sum_ in transfers]
        )
        back = [p for p in transfers if p[0][1].returned]
        self._book(
            [(case, self._back_values(case, m, sum_)) for (case, m), sum_ in back]
        )

    def _amount(self, case, money):
        """Return the amount of a payment, a part of it in whole zlotys."""
        day = self.day_of(case, money.day)
        owed = case.with_context(debt_as_of=day).total_due
        if money.share == 1:
            return round(owed + money.extra, 2)
        return min(max(round(owed * money.share), SMALLEST), owed)

    # --- Reported payments --------------------------------------------------

    def _report(self, payments):
        """Book what creditors and bailiffs received."""
        bailiff = self.env.ref("debt_collection.crediting_policy_bailiff")
        self.env["debt.payment"].create(
            [
                {
                    "name": {"bailiff": "Km", "creditor": "Zest."}[money.source]
                    + f" {self.crowd.rng.randrange(100, 9999)}",
                    "case_id": case.id,
                    "date": self.day_of(case, money.day),
                    "amount": amount,
                    "source": money.source,
                    "policy_id": money.source == "bailiff" and bailiff.id,
                }
                for (case, money), amount in payments
            ]
        )

    # --- Bank lines ---------------------------------------------------------

    def _values(self, case, money, amount):
        oldest = case.claim_ids.sorted("due_date")[:1]
        title = money.title.format(case=case.name, document=oldest.number)
        return self._line_values(case, self.day_of(case, money.day), title, amount)

    def _back_values(self, case, money, amount):
        day = self.day_of(case, money.day) + timedelta(days=money.returned)
        title = f"ZWROT {case.name} rachunek odbiorcy"
        return self._line_values(case, day, title, -amount)

    def _line_values(self, case, day, title, amount):
        own = case.agreement_id.kind == "own"
        journal = self.agency.bank_journal if own else self.agency.client_journal
        return {
            "journal_id": journal.id,
            "date": day,
            "payment_ref": title,
            "amount": amount,
            "partner_name": case.debtor_id.name,
            "account_number": self.crowd.iban(),
        }

    def _book(self, wanted):
        """Create bank lines and book each on its case.

        :param wanted: list of (case, values of the line)
        """
        lines = self._lines([values for _case, values in wanted])
        lines._debt_match_lines()
        for (case, _values), line in zip(wanted, lines, strict=True):
            if line.debt_match_state != "booked":
                # What the accountant does with lines that are not certain.
                line.debt_case_id = case
                line._debt_book()

    def _lines(self, values):
        return self.env["account.bank.statement.line"].create(values)

    def _leave_to_accountant(self, roles):
        """Add lines of the last days that still have to be explained or examined."""
        live = [case for case, plot in roles if plot.state == "open"]
        closed = [case for case, plot in roles if plot.state == "closed"]
        pair = live[-6:-4]
        titles = [
            *[(case, case.claim_ids[:1].number, 120) for case in live[5:40:12]],
            (pair[0], f"{pair[0].name} oraz {pair[1].name}", 240),
            (closed[0], f"sprawa {closed[0].name}", 35),
        ]
        yesterday = self.day_of(live[0], ago(1))
        self._lines(
            [
                *[self._line_values(c, yesterday, *known) for c, *known in titles],
                *self._unclear_values(yesterday),
            ]
        ).action_debt_propose()
        lines_to_reconcile(self, live, yesterday)
        today = self.day_of(live[0], ago(0))
        self._lines(
            [
                self._line_values(case, today, f"wpłata {case.name}", 75)
                for case in live[-2:]
            ]
        )

    def _unclear_values(self, day):
        """Return values of lines that nothing tells the case of."""
        return [
            {
                "journal_id": self.agency.client_journal.id,
                "date": day,
                "payment_ref": title,
                "amount": amount,
                "partner_name": self.crowd.person().full_name,
                "account_number": self.crowd.iban(),
            }
            for title, amount in UNCLEAR
        ]
