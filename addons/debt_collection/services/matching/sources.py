"""The sources of this addon, in the order in which they are asked."""

from . import case_number, debtor, document, payer_account, returned, virtual_account

SOURCES = (
    virtual_account.find,
    case_number.find,
    document.find_documents,
    document.find_references,
    document.find_identifiers,
    case_number.find_typos,
    payer_account.find,
    returned.find,
    debtor.find,
)
