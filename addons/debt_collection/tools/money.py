"""Amounts in PLN: rounding to the grosz, figures and Polish words."""

from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

GROSZ = Decimal("0.01")
NBSP = "\u00a0"


def round_grosz(amount):
    """Return a Decimal rounded to the grosz, halves away from zero."""
    return amount.quantize(GROSZ, rounding=ROUND_HALF_UP)


def format_pln(amount):
    """Return an amount in Polish figures, such as ``1 234,56 zł``.

    Thousands and the currency are parted by no-break spaces.
    """
    figures = f"{round_grosz(amount):,.2f}".replace(",", NBSP).replace(".", ",")
    return f"{figures}{NBSP}zł"


def in_words(amount):
    """Return an amount in Polish words: ``sto dwadzieścia trzy złote 45/100``."""
    rounded = round_grosz(amount)
    zloty, grosze = divmod(abs(int(rounded.scaleb(2))), 100)
    sign = "minus " if rounded < 0 else ""
    words = num2words(zloty, lang="pl")
    return f"{sign}{words} {_zloty_form(zloty)} {grosze:02d}/100"


def in_english_words(amount):
    """Return an amount in English words: ``one hundred zlotys 45/100``."""
    rounded = round_grosz(amount)
    zloty, grosze = divmod(abs(int(rounded.scaleb(2))), 100)
    sign = "minus " if rounded < 0 else ""
    unit = "zloty" if zloty == 1 else "zlotys"
    return f"{sign}{num2words(zloty, lang='en')} {unit} {grosze:02d}/100"


def _zloty_form(number):
    """Return the form of *złoty* that Polish puts after a whole number."""
    if number == 1:
        return "złoty"
    few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return "złote" if few else "złotych"


def from_float(amount):
    """Return a stored amount, a float near whole grosze, as an exact Decimal."""
    return round_grosz(Decimal(repr(float(amount))))
