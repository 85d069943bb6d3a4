"""Why an item came back, and what follows from it.

The codes are those of Elektroniczny Nadawca's electronic confirmation of receipt
(EPO). Which reason counts as service is our own reading of practice, not a checked
rule of law: a person decides.
"""

from ..texts import _

# reason -> label
REASONS = {
    "refused": _("Refused by the addressee"),
    "not_collected": _("Not collected after two notices"),
    "unknown": _("Addressee unknown"),
    "moved": _("Addressee moved"),
    "died": _("Addressee died"),
    "wrong_address": _("Wrong or incomplete address"),
    "absent": _("Addressee not met"),
    "closed": _("Seat closed"),
    "damaged": _("Damaged"),
    "other": _("Other reason"),
}
# The letter counts as served although it came back.
SERVED = frozenset({"refused", "not_collected"})
# The address cannot be used until somebody corrects it.
ADDRESS_WRONG = frozenset({"unknown", "moved", "wrong_address"})
DIED = "died"

EPO_CODES = {
    "ODMOWA": "refused",
    "ODMOWA_USZKODZENIA": "damaged",
    "ADRESAT_ZMARL": "died",
    "ADRESAT_NIEZNANY": "unknown",
    "ADRESAT_NIEODNALEZIONY": "unknown",
    "ADRESAT_WYPROWADZIL_SIE": "moved",
    "ADRESAT_NIE_PODJAL": "not_collected",
    "NIE_PODJETO": "not_collected",
    "ADRESAT_NIE_ZGLASZA_SIE": "not_collected",
    "ADRES_NIEPELNY": "wrong_address",
    "ADRES_BLEDNY": "wrong_address",
    "ADRES_NIEZGODNY": "wrong_address",
    "ADRES_NIEZNALEZIONY": "wrong_address",
    "ADRESAT_NIE_ZASTANO": "absent",
    "ADRESAT_NIEOBECNY": "absent",
    "ZAMKNIETA_SIEDZIBA": "closed",
    "USZKODZONA": "damaged",
    "INNA": "other",
    "ADRESAT_STRAJKUJE": "other",
    "DO_NADAWCY_NA_POZNIEJ": "other",
    "MYLNE_SKIEROWANIE": "other",
    "NADAWCA_ODMOWIL": "other",
    "NIEZGODNE_WYMAGANIA": "other",
    "POBRANIE_NIEZGODNE": "other",
}
