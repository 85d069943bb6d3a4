"""Days, rates and addresses as Polish documents write them."""


def day_text(day):
    """Return a date as 31.12.2025, nothing for no date."""
    return day.strftime("%d.%m.%Y") if day else ""


def decimal_text(number):
    """Return a Decimal with a decimal comma and no zeros behind: 9,25."""
    return f"{number.normalize():f}".replace(".", ",")


def percent_text(percent):
    """Return a percent, a Decimal, with a decimal comma: 9,25 %."""
    return f"{decimal_text(percent)}\u00a0%"


def address_text(address):
    """Return an address of several lines without its empty ones."""
    lines = (line.strip() for line in (address or "").splitlines())
    return "\n".join(line for line in lines if line)
