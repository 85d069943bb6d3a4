"""Our case numbers in the title, in full, without zeros, or with one mistake."""

from ...tools.reference import check_digit, check_digits, find_case_references
from ...tools.typos import near_numbers


def find(search):
    """Add cases whose number stands in the title; note numbers of no case."""
    references = {
        line: [
            reference
            for numbering in search.numberings
            for reference in find_case_references(search.titles[line.id], numbering)
        ]
        for line in search.lines
    }
    cases = _by_number(
        search, {ref.number for found in references.values() for ref in found}
    )
    for line, found in references.items():
        for reference in found:
            case_id = cases.get((line.company_id.id, reference.number))
            if case_id:
                reason = "full" if reference.full else "short"
                search.add(line.id, case_id, reason)
            elif reference.full:
                search.strays[line.id].add(reference.number)
        _keep_full(search.found[line.id])


def _keep_full(found):
    """A number in full says more than its short reading."""
    for reasons in found.values():
        if "full" in reasons:
            reasons.discard("short")


def find_typos(search):
    """Add cases whose number is one mistake away, where nothing is proved."""
    near = {
        line: {
            number
            for numbering in search.numberings
            for number in near_numbers(search.titles[line.id], numbering)
        }
        for line in search.unproven()
    }
    cases = _by_number(search, {number for found in near.values() for number in found})
    for line, found in near.items():
        known = {n for n in found if (line.company_id.id, n) in cases}
        digits = check_digits(search.titles[line.id])
        agreeing = {number for number in known if check_digit(number) in digits}
        for number in agreeing or known:
            case_id = cases[line.company_id.id, number]
            if case_id not in search.found[line.id]:
                search.add(line.id, case_id, "typo")
                _explain_strays(search, line, number)
                if number in agreeing:
                    search.add(line.id, case_id, "check")


def _explain_strays(search, line, number):
    """A number of no case that is a mistake of this one speaks against nothing."""
    search.strays[line.id] -= {
        stray
        for stray in search.strays[line.id]
        for numbering in search.numberings
        if number in near_numbers(stray, numbering)
    }


def _by_number(search, numbers):
    """Return ``{(company id, number): case id}``."""
    if not numbers:
        return {}
    cases = search.env["debt.case"].search_fetch(
        [
            ("name", "in", sorted(numbers)),
            ("company_id", "in", search.lines.company_id.ids),
        ],
        ["name", "company_id"],
    )
    return {(case.company_id.id, case.name): case.id for case in cases}
