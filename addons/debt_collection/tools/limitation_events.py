"""What happens to a claim and matters for limitation (art. 121-125 kc).

Every event code belongs to a family of proceedings (a lawsuit begins and ends) or is
an act of its own (an acknowledgement). ``pair`` joins beginnings and endings.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from .limitation_term import add_months
from .workdays import shift_due_date

# Since this day conciliation and mediation only suspend the term (art. 121 pkt 5-6
# kc, act of 2.12.2021, Dz.U. 2021 poz. 2459).
SUSPENSION_SINCE = date(2022, 6, 30)
# Art. 505(37) par. 2 kpc: a suit after an EPU that was discontinued keeps its date.
REFILE_MONTHS = 3

# (family of proceedings, effect, codes). Effects of an ending:
# end = the term runs anew from that day; void = as if never begun; refile = void,
# unless a suit follows in three months; disputed = void or end, courts differ.
_TABLE = (
    ("lawsuit", "begin", "lawsuit_filed"),
    ("lawsuit", "end", "lawsuit_ended"),
    ("lawsuit", "void", "lawsuit_withdrawn lawsuit_returned lawsuit_rejected"),
    ("lawsuit", "void", "lawsuit_discontinued"),
    ("epu", "begin", "epu_filed"),
    ("epu", "refile", "epu_discontinued"),
    ("epu", "void", "epu_withdrawn epu_returned epu_rejected"),
    ("enforcement", "begin", "enforcement_filed"),
    ("enforcement", "end", "enforcement_ended enforcement_ended_ineffective"),
    ("enforcement", "void", "enforcement_discontinued_inaction enforcement_returned"),
    ("enforcement", "disputed", "enforcement_withdrawn"),
    ("bank_title", "begin", "bank_title_enforcement_filed"),
    ("bank_title", "end", "bank_title_enforcement_ended"),
    ("clause", "begin", "clause_filed"),
    ("clause", "end", "clause_granted"),
    ("security", "begin", "security_filed"),
    ("security", "end", "security_ended"),
    ("arbitration", "begin", "arbitration_filed"),
    ("arbitration", "end", "arbitration_ended"),
    ("insolvency", "begin", "insolvency_claim_filed"),
    ("insolvency", "end", "insolvency_ended"),
    ("zawezwanie", "begin", "zawezwanie"),
    ("zawezwanie", "end", "zawezwanie_ended"),
    ("zawezwanie", "void", "zawezwanie_withdrawn zawezwanie_returned"),
    ("mediation", "begin", "mediation"),
    ("mediation", "end", "mediation_ended"),
    ("complaint", "begin", "complaint_filed"),
    ("complaint", "end", "complaint_answered"),
    ("loss_report", "begin", "loss_reported"),
    ("loss_report", "end", "loss_report_answered"),
    ("", "acknowledge", "acknowledged part_payment instalment_request"),
    ("", "acknowledge", "deferral_request balance_confirmed"),
    ("", "settle", "settlement_signed"),
    ("", "accelerate", "instalments_called_in"),
    ("", "judge", "judgment_final order_final court_settlement arbitration_award"),
    ("", "waive", "plea_waived"),
    ("", "none", "reminder demand interest_note assigned register_entry"),
    ("", "none", "objection"),
)
# Other words for the same, met in files.
_ALIASES = {
    "lawsuit_filed": "suit_filed claim_filed",
    "lawsuit_withdrawn": "suit_withdrawn",
    "lawsuit_returned": "suit_returned",
    "enforcement_ended": "enforcement_completed enforcement_finished",
    "enforcement_ended_ineffective": "enforcement_discontinued "
    "enforcement_discontinued_ineffective enforcement_ineffective "
    "enforcement_unsuccessful enforcement_discontinued_unsuccessful",
    "enforcement_withdrawn": "enforcement_discontinued_on_request "
    "enforcement_discontinued_request",
    "enforcement_discontinued_inaction": "enforcement_inaction",
    "zawezwanie": "zawezwanie_filed zawezwanie_started conciliation "
    "conciliation_filed conciliation_started",
    "zawezwanie_ended": "conciliation_ended",
    "mediation": "mediation_started mediation_filed mediation_begun",
    "acknowledged": "acknowledgement acknowledgment acknowledged_improper",
    "part_payment": "partial_payment part_paid",
    "instalment_request": "request_for_instalments instalments_requested",
    "deferral_request": "request_for_deferral",
    "balance_confirmed": "balance_confirmation confirmation_of_balance",
    "settlement_signed": "settlement instalment_settlement settlement_agreement "
    "instalment_plan",
    "instalments_called_in": "acceleration accelerated settlement_accelerated",
    "judgment_final": "judgement_final",
    "order_final": "payment_order_final epu_order_final order_for_payment_final",
    "plea_waived": "waiver",
    "reminder": "reminder_sent call letter",
    "demand": "demand_sent demand_for_payment payment_demand",
    "interest_note": "interest_note_issued",
    "assigned": "assignment cession",
    "register_entry": "debtor_register_entry debtor_register big_entry",
    "objection": "epu_objection",
}
EVENTS = {
    code: (family, effect) for family, effect, codes in _TABLE for code in codes.split()
}
CODES = frozenset(EVENTS)
for _code, _words in _ALIASES.items():
    EVENTS.update(dict.fromkeys(_words.split(), EVENTS[_code]))
# A final judgment closes these; enforcement of an order not yet final goes on.
COURT_FAMILIES = {"lawsuit", "epu", "arbitration", "zawezwanie", "mediation"}
SUSPENDING_FAMILIES = {"zawezwanie", "mediation"}
# These matter only for kinds of claims whose rule names them.
OWN_FAMILIES = {"complaint", "loss_report"}


class UnknownEvent(ValueError):
    """An event has a code that nobody knows.

    :ivar code: the unknown code
    """

    def __init__(self, code):
        """Say the code and the known ones."""
        known = ", ".join(sorted(CODES))
        super().__init__(f"Unknown event {code!r}: use one of {known}.")
        self.code = code


@dataclass(eq=False)
class Proceeding:
    """One proceeding or other event that lasts: it begins and perhaps ends.

    :ivar counted_from: the day that counts as its beginning, an EPU date kept
    :ivar ending: effect of its ending, or "joined" when a suit carries it on
    """

    family: str
    code: str
    filed: date
    counted_from: date
    ended: date | None = None
    ending: str | None = None
    end_code: str | None = None

    @property
    def refile_until(self):
        """Return the last day for a suit that keeps the date of this EPU."""
        return add_months(self.ended, REFILE_MONTHS)


def effect_of(code):
    """Return (family, effect) of an event code; raise UnknownEvent."""
    try:
        return EVENTS[code]
    except KeyError:
        raise UnknownEvent(code) from None


def sort_events(events):
    """Return events by day, beginnings first, in an order that entry cannot change."""
    return sorted(events, key=lambda e: (e[0], effect_of(e[1])[1] != "begin", e[1]))


def pair(events):
    """Sort events into proceedings and single acts.

    :param events: (date, code) pairs in any order
    :return: (list of Proceeding, list of (date, code, effect))
    """
    proceedings, acts, pending = [], [], defaultdict(list)
    for day, code in sort_events(events):
        family, effect = effect_of(code)
        if effect == "begin":
            proceeding = Proceeding(family, code, day, day)
            proceedings.append(proceeding)
            pending[family].append(proceeding)
        elif not family:
            acts.append((day, code, effect))
        elif pending[family]:
            _close(pending[family].pop(0), day, code, effect)
        else:
            acts.append((day, code, _lonely_effect(family, effect)))
    _join_refiled(proceedings)
    return proceedings, acts


def _close(proceeding, day, code, effect):
    """Note how a proceeding ended."""
    proceeding.ended, proceeding.end_code, proceeding.ending = day, code, effect


def _lonely_effect(family, effect):
    """Return what an ending does whose beginning nobody told."""
    lasting = family in SUSPENDING_FAMILIES | OWN_FAMILIES | {"bank_title"}
    return "acknowledge" if effect == "end" and not lasting else "none"


def _join_refiled(proceedings):
    """Let suits that follow a discontinued EPU in time keep its date."""
    for epu in [p for p in proceedings if p.ending == "refile"]:
        # A term of procedure that ends on a free day is moved (art. 165 par. 1 kpc).
        until = shift_due_date(epu.refile_until)
        for suit in proceedings:
            in_time = suit.family == "lawsuit" and epu.ended <= suit.filed <= until
            if in_time and suit.ending != "void":
                suit.counted_from = min(epu.filed, suit.counted_from)
                epu.ending = "joined"
