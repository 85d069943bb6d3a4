"""Debtors written by SQL are column by column what the ORM would have made."""

import random

from odoo.tests import tagged

from .common_intake import IntakeCommon
from .samples import invented

OWN = ("id", "create_date", "write_date")


@tagged("post_install", "-at_install", "debt_import")
class TestPartners(IntakeCommon):
    def test_same_as_by_the_orm(self):
        rng = random.Random(5)
        debtors = [invented.debtor(rng, company=n % 3 == 0) for n in range(24)]
        self.load(*(self._row(n, who) for n, who in enumerate(debtors)))
        for number, who in enumerate(debtors):
            made = self.claim(f"P/{number}").debtor_id
            twin = self._by_orm(made)
            self.assertEqual(self._columns(made), self._columns(twin), who)

    def _row(self, number, who):
        return {
            "Nr klienta": who.payer_number,
            "Nazwa": f"{who.first_name} {who.name}".strip(),
            "PESEL": who.pesel,
            "NIP": who.nip,
            "Ulica": f"{who.street} {who.house}",
            "Kod": who.postal_code,
            "Miasto": who.town,
            "Telefon": who.phone,
            "Email": who.email,
            "Nr faktury": f"P/{number}",
        }

    def _by_orm(self, partner):
        names = (
            "name is_company street zip city phone email pesel regon krs vat".split()
        )
        values = {name: partner[name] for name in names}
        partners = self.env["res.partner"].with_context(import_file=True)
        return partners.create({**values, "country_id": self.env.ref("base.pl").id})

    def _columns(self, partner):
        """All stored columns; what points to the partner itself is "self"."""
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", [partner.id])
        [values] = self.env.cr.dictfetchall()
        values["commercial_partner_id"] -= partner.id
        return {name: value for name, value in values.items() if name not in OWN}
