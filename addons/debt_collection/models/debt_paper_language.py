from odoo import models

PAPER_LANGUAGE = "pl_PL"


class DebtPaperLanguage(models.AbstractModel):
    """Papers for debtors and courts are Polish, whatever language the user has."""

    _name = "debt.paper.language"
    _description = "Language of Papers"

    def _in_paper_language(self):
        """Return the records in Polish where it is installed, else as they are."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        if PAPER_LANGUAGE not in installed:
            return self
        return self.with_context(lang=PAPER_LANGUAGE)
