"""What a run of the import knows before the first row."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Setting:
    """Facts about the package and choices of the user.

    :param claim_key: "external_id" or "number"
    :param debtor_key: "payer", "pesel", "nip" or "ppe"
    :param agreed_kinds: ids of interest kinds with an agreed rate, the usual first
    :param dictionaries: ``{field code: {word: id}}``
    :param known_words: ``{code of a fault: words that are known}``
    """

    package_id: int
    agreement_id: int
    company_id: int
    creditor_id: int
    currency: str
    shift: str
    claim_key: str
    debtor_key: str
    default_kind_id: int
    names_creditors: bool
    agreed_kinds: tuple
    dictionaries: dict = field(repr=False)
    known_words: dict = field(repr=False)

    def params(self, code):
        """Values for the sentences of a fault of one cell."""
        known = self.known_words.get(code)
        return (
            {"known": known} if known else {"limit": 128} if code == "too_long" else {}
        )


def make_setting(package, mapping, claim_key=None, debtor_key=None):
    """Collect the facts for a package and a mapping.

    :param claim_key: None takes the identifier where it is mapped, else the number
    :param debtor_key: None takes the payer number where it is mapped, else PESEL...
    """
    env, agreement = package.env, package.agreement_id
    kinds = env["debt.claim.kind"].search([])
    interests = env["debt.interest.kind"].search([("use", "!=", "base")])
    rules = env["debt.limitation.rule"].search([])
    contractual = env.ref("debt_collection.interest_kind_contractual")
    agreed = contractual | interests.filtered("agreed_rate")
    default_kind = agreement.claim_kind_id or env.ref(
        "debt_collection.claim_kind_invoice"
    )
    return Setting(
        package_id=package.id,
        agreement_id=agreement.id,
        company_id=package.company_id.id,
        creditor_id=agreement.creditor_id.id,
        currency=agreement.currency_id.name,
        shift=package.company_id.debt_due_date_shift,
        claim_key=claim_key or _first(mapping, ("external_id", "number")),
        debtor_key=debtor_key or _debtor_key(mapping),
        default_kind_id=default_kind.id,
        names_creditors=agreement.kind == "mandate",
        agreed_kinds=tuple(agreed.ids),
        dictionaries={
            "kind": _kind_words(kinds),
            "interest_kind": _interest_words(interests),
            "limitation_kind": _words(rules),
        },
        known_words={
            "unknown_kind": ", ".join(kinds.mapped("name")),
            "unknown_interest": ", ".join(interests.mapped("name")),
            "unknown_limitation": ", ".join(rules.mapped("name")),
        },
    )


def _first(mapping, codes):
    """The first of the codes that is mapped, the last when none is."""
    return next((code for code in codes if code in mapping), codes[-1])


def _debtor_key(mapping):
    """The surest key that is mapped."""
    code = _first(mapping, ("payer_number", "pesel", "nip", "ppe"))
    return "payer" if code == "payer_number" else code


def _words(records):
    """``{word: id}`` by code and by the names in all languages that are installed."""
    languages = [code for code, _name in records.env["res.lang"].get_installed()]
    words = {}
    for record in records:
        names = [record.with_context(lang=lang).name for lang in languages]
        for word in (record.code, *names):
            words.setdefault(" ".join(word.lower().split()), record.id)
    return words


def _kind_words(kinds):
    """Words for kinds of claims, with their aliases."""
    aliases = {
        alias.strip().lower(): kind.id
        for kind in kinds
        for alias in (kind.aliases or "").split(",")
        if alias.strip()
    }
    return aliases | _words(kinds)


# What files usually call the kinds of interest.
_USUAL_WORDS = {
    "delay_481": "ustawowe|odsetki ustawowe|ustawowe za opóźnienie|statutory|tak|u",
    "commercial_delay": "handlowe|transakcje handlowe|w transakcjach handlowych",
    "contractual": "umowne|odsetki umowne|contractual|agreed",
    "max_delay_481": "maksymalne|odsetki maksymalne|maksymalne za opóźnienie",
    "none": "brak|bez odsetek|bez|nie|none|no|0",
}


def _interest_words(kinds):
    """Words for kinds of interest, with those usual in files."""
    ids = {kind.code: kind.id for kind in kinds}
    usual = {
        word: ids[code]
        for code, line in _USUAL_WORDS.items()
        if code in ids
        for word in line.split("|")
    }
    return usual | _words(kinds)
