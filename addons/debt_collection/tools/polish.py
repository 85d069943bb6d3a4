"""Days, rates and account numbers as Polish documents write them."""


def day_text(day):
    """Return a date as 31.12.2025."""
    return day.strftime("%d.%m.%Y")


def percent_text(percent):
    """Return a percent, a Decimal, with a decimal comma: 9,25 %."""
    figures = f"{percent.normalize():f}".replace(".", ",")
    return f"{figures}\u00a0%"


def account_text(number):
    """Return an account number in groups: 12 3456 …, without its PL."""
    number = number.removeprefix("PL")
    groups = [number[:2], *(number[i : i + 4] for i in range(2, len(number), 4))]
    return "\u00a0".join(group for group in groups if group)
