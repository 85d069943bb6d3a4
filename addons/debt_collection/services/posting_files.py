"""Posting books and files for Poczta Polska, made from a debt.posting.file."""

from ..tools.post import check_items, ekn_xml, enadawca_xls
from ..tools.post.book import book_rows, write_xlsx
from ..tools.post.item import ItemsRefused
from .posting import post_items, sender_lines, sender_of, stable_guid

REPORT = "debt_collection.posting_book_report"
SHOWN = 50


class FileRefused(Exception):
    """The file cannot be made; tells all the faults."""

    def __init__(self, error):
        """Keep what a writer says."""
        super().__init__(str(error))
        self.error = error

    def told(self, translate=str):
        """Return the faults, one a line."""
        faults = getattr(self.error, "faults", [])
        lines = [fault.told(translate) for fault in faults[:SHOWN]]
        return "\n".join([self.error.told(translate), *lines])


def file_faults(kind, letters, company):
    """Return the PostFaults that a file of letters would meet.

    :param kind: kind of debt.posting.file
    """
    if kind == "enadawca":
        return check_items(post_items(letters), enadawca_xls.LIMITS)
    if kind == "ekn":
        return [
            *ekn_xml.sender_faults(sender_of(company)),
            *check_items(post_items(letters), ekn_xml.LIMITS),
        ]
    return []


def make_file(record, template=None, zones=None):
    """Return (name, bytes) of a debt.posting.file.

    :param template: bytes of a newer XLS template
    :param zones: values of Strefa in EKN
    :raises FileRefused: letters lack something, or the template cannot be used
    """
    try:
        return _MAKERS[record.kind](record, template, zones)
    except (ItemsRefused, enadawca_xls.TemplateUnknown) as error:
        raise FileRefused(error) from error


def _stem(record):
    label = record.batch_id.name or str(record.date)
    return label.replace("/", "-")


def _book_pdf(record, _template, _zones):
    report = record.env["ir.actions.report"]
    content, _kind = report._render_qweb_pdf(REPORT, record.ids)
    return f"ksiazka-nadawcza-{_stem(record)}.pdf", content


def _book_xlsx(record, _template, _zones):
    sender = ", ".join(sender_lines(record.company_id))
    content = write_xlsx(book_rows(record._items()), sender, record._heading())
    return f"ksiazka-nadawcza-{_stem(record)}.xlsx", content


def _enadawca(record, template, _zones):
    header = enadawca_xls.read_header(template) if template else enadawca_xls.HEADER
    content = enadawca_xls.write(record._items(), header)
    return f"e-nadawca-{_stem(record)}.xls", content


def _ekn(record, _template, zones):
    env = record.env
    sender = sender_of(record.company_id)
    # The set keeps its number however often the file is made.
    source = record.batch_id or record.company_id
    key = record.batch_id.id or f"{record.company_id.id},{record.date}"
    collection = ekn_xml.Collection(
        name=f"{record.date or record.create_date.date()}\\{record.batch_id.id or 1}",
        created=record.create_date,
        guid=stable_guid(env, source._name, f"posting,{key}"),
        description=record._heading(),
    )
    content = ekn_xml.write(sender, collection, record._items(), zones)
    return ekn_xml.file_name(sender, record.create_date), content


_MAKERS = {
    "book_pdf": _book_pdf,
    "book_xlsx": _book_xlsx,
    "enadawca": _enadawca,
    "ekn": _ekn,
}
