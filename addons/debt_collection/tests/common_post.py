"""Letters with a PDF, ready to print, without LibreOffice."""

import base64
import io

import pikepdf

from .common import DebtCommon

TODAY = "2026-06-01"


def blank_pdf(width=595, pages=1):
    """Return a PDF whose width tells it from others."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(pages):
            pdf.add_blank_page(page_size=(width, 842))
        pdf.save(stream)
    return stream.getvalue()


def page_widths(file):
    """Return the widths of the pages of a PDF file."""
    with pikepdf.open(file) as pdf:
        return [int(page.mediabox[2]) for page in pdf.pages]


class PostCommon(DebtCommon):
    """Cases of two collectors of different teams, and a maker of letters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("debt_collection.letter_template_demand")
        cls.colleague = cls._make_user("collector", login="debt_colleague")
        cls.south = cls.env["debt.team"].create(
            {
                "name": "South",
                "company_id": cls.company.id,
                "member_ids": [(4, cls.colleague.id)],
            }
        )
        cls.debtor.write(
            {"street": "ul. Źródlana 15/8", "zip": "47-720", "city": "Płońsk"}
        )
        cls.other_debtor = cls._make_debtor(
            "Ewa Kos", street="Kąty 5", zip="05-822", city="Kąty"
        )
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls.other_case = cls._make_case(
            cls.other_debtor, user_id=cls.colleague.id, team_id=cls.south.id
        )

    @classmethod
    def make_letter(cls, case=None, width=595, **values):
        case = case or cls.case
        debtor = case.debtor_id
        written = {
            "debtor_name": debtor.name,
            "debtor_address": f"{debtor.street}\n{debtor.zip} {debtor.city}",
        }
        return cls.env["debt.letter"].create(
            {
                "name": "Demand",
                "case_id": case.id,
                "template_id": cls.template.id,
                "date": TODAY,
                "as_of": TODAY,
                "total": 100,
                "values": written,
                "pdf": base64.b64encode(blank_pdf(width)),
                "state": "ready",
                **values,
            }
        )

    @classmethod
    def make_letters(cls, count, case=None, **values):
        letters = cls.env["debt.letter"]
        for number in range(count):
            letters |= cls.make_letter(case, width=300 + number, **values)
        return letters

    def as_leader(self, records):
        return self.as_role(records, "team_leader")
