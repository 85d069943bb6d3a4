"""Texts of the pure tools that people read.

They are English. Odoo's exporter finds them by the mark ``_``; whoever shows them
gives the function that translates, ``env._``.
"""


def _(text):
    """Mark a text for translation and return it as it is."""
    return text


class Told(Exception):
    """A fault that tells people what is wrong, in their language.

    :ivar source: English text with placeholders
    :ivar params: values of the placeholders
    """

    def __init__(self, source, **params):
        """Say it in English."""
        super().__init__(source % params if params else source)
        self.source, self.params = source, params

    def told(self, translate=str):
        """Return the text.

        :param translate: function from an English text to one in another language
        """
        text = translate(self.source)
        return text % self.params if self.params else text
