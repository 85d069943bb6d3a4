"""The saved profile of a bank's file of rows, for the pure reader."""

from ..tools.bank.sheet import Profile, read_sheet

COLUMNS = {
    "date": "timestamp_column",
    "value_date": "debt_value_date_column",
    "currency": "currency_column",
    "amount": "amount_column",
    "in": "amount_debit_column",
    "out": "amount_credit_column",
    "side": "debit_credit_column",
    "balance": "balance_column",
    "unique": "transaction_id_column",
    "virtual": "debt_virtual_column",
    "payer": "partner_name_column",
    "payer_address": "debt_address_column",
    "payer_account": "bank_account_column",
    "title": "description_column",
    "reference": "reference_column",
}
SIGNS = {
    "simple_value": "simple",
    "absolute_value": "side",
    "distinct_credit_debit": "two",
}


def read_by_mapping(mapping, data, currency):
    """Return the Statements of a file read by a saved profile.

    :raises BankFault, FileFault: naming the row where there is one
    """
    return read_sheet(data, profile_of(mapping, currency))


def profile_of(mapping, currency):
    """Return the Profile of an account.statement.import.sheet.mapping."""
    thousands, decimal = mapping._get_float_separators()
    return Profile(
        columns={role: _names(mapping[name]) for role, name in COLUMNS.items()},
        date_format=mapping.timestamp_format,
        header=not mapping.no_header,
        skip=mapping.header_lines_skip_count,
        skip_bottom=mapping.footer_lines_skip_count,
        offset=mapping.offset_column,
        separator=mapping._get_column_delimiter_character(),
        thousands=thousands,
        decimal=decimal,
        sign=SIGNS[mapping.amount_type],
        debit=mapping.debit_value or "",
        credit=mapping.credit_value or "",
        inverse=mapping.amount_inverse_sign,
        only=_filter(mapping),
        currency=currency,
    )


def _names(text):
    return tuple(filter(None, (part.strip() for part in (text or "").split(","))))


def _filter(mapping):
    if not mapping.debt_filter_column:
        return None
    return mapping.debt_filter_column, mapping.debt_filter_value or ""
