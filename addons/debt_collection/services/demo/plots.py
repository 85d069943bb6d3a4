"""The plots of the demonstration: what happened in its cases.

The texts are Polish, as users of the demonstration would have written them.
"""

from dataclasses import replace

from .plot import (
    Change,
    Charge,
    Money,
    Party,
    Plot,
    after,
    ago,
    ahead,
    did,
    plan,
)

DEMAND = did(after(2), "letter", "Wezwanie do zapłaty, list polecony", "delivered")
DEMAND_BACK = did(
    after(2), "letter", "Wezwanie do zapłaty, zwrot: adresat nieznany", "returned"
)
POSTAGE = Charge(after(2), "postage", 9.80)
NO_ANSWER = did(after(7), "call", "Nie odbiera", "no_answer")
FINAL = did(ago(35), "letter", "Ostateczne przedsądowe wezwanie", "delivered")
HAND_OVER = did(ago(25), "hand_over", "Komplet dokumentów u radczyni")
COURT_COSTS = (
    Charge(ago(22), "court_fee", 100),
    Charge(ago(22), "power_of_attorney", 17),
    Charge(ago(22), "representation", 270),
)

FRESH = Plot(state="new", by=(), steps=())
DEALT = Plot(
    state="new",
    steps=(plan(ahead(1), "call", "Pierwszy kontakt po przyjęciu sprawy"),),
)
REMINDED = Plot(
    phase="monitoring",
    by=("operator", "operator2"),
    steps=(
        did(after(1), "sms", "Przypomnienie o płatności"),
        did(after(5), "email", "Zestawienie zaległości"),
        plan(ahead(3), "call", "Zapytać o termin zapłaty"),
    ),
)
DEMANDED = Plot(
    steps=(DEMAND, plan(ahead(0), "call", "Czy wezwanie dotarło?", by="operator")),
    charges=(POSTAGE,),
)
CALLED_TODAY = Plot(
    steps=(
        DEMAND,
        did(ago(6), "call", "Prosi o telefon za kilka dni", "reached", by="operator"),
        did(ago(0), "call", "Zajęte", "no_answer", by="operator"),
        plan(ahead(1), "call", "Ponowić po południu", by="operator"),
    ),
    charges=(POSTAGE,),
)
SILENT = Plot(
    steps=(
        DEMAND_BACK,
        NO_ANSWER,
        did(after(12), "call", "Poczta głosowa", "no_answer", by="operator2"),
        did(ago(9), "call", "Nie odbiera", "no_answer", by="operator2"),
        plan(ago(3), "note", "Ustalić nowy adres", by="operator2"),
    ),
    charges=(POSTAGE,),
)
WRONG_NUMBER = Plot(
    steps=(
        did(after(4), "call", "Numer należy do kogoś innego", "wrong_number"),
        did(ago(8), "call", "Odebrała inna osoba", "third_person", by="operator"),
        plan(ahead(5), "letter", "Pismo na adres z umowy"),
    ),
)
PROMISED = Plot(
    steps=(
        DEMAND,
        did(
            ago(4), "call", "Zapłaci w przyszłym tygodniu", "promise", promise=(9, 0.5)
        ),
        plan(ahead(6), "payment_check", "Czy deklaracja dotrzymana?"),
    ),
    charges=(POSTAGE,),
)
PROMISE_KEPT = Plot(
    steps=(
        DEMAND,
        did(
            ago(24),
            "call",
            "Wpłaci część do końca tygodnia",
            "promise",
            promise=(6, 0.4),
        ),
        did(ago(16), "payment_check", "Wpłata zgodna z deklaracją"),
        plan(ahead(2), "call", "Umówić spłatę reszty"),
    ),
    money=(Money(ago(18), 0.4, title="wplata wg ustalen {case}"),),
)
PROMISE_BROKEN = Plot(
    letter=True,
    steps=(
        DEMAND,
        did(
            ago(20),
            "incoming_call",
            "Obietnica zapłaty całości",
            "promise",
            promise=(10, 1),
        ),
        plan(ago(9), "payment_check", "Wpłaty brak, zadzwonić"),
    ),
    todo="Deklaracja złamana: zdecydować o etapie przedsądowym",
)
INSTALMENTS = Plot(
    steps=(
        DEMAND,
        did(ago(72), "meeting", "Uzgodniono sześć rat", "reached"),
        did(ago(70), "acknowledgement", "Podpisane uznanie długu"),
        plan(ahead(12), "payment_check", "Rata trzecia"),
    ),
    changes=(Change("restructure", "all", "Ugoda na sześć rat"),),
    money=(
        Money(ago(62), 0.17, title="rata 1/6 {case}"),
        Money(ago(31), 0.17, title="{case} rata 2 z 6"),
    ),
    percent=6,
    message="Ugoda podpisana, oryginał w teczce. Raty do 20. dnia miesiąca.",
)
ACKNOWLEDGED = Plot(
    steps=(
        DEMAND,
        did(ago(40), "incoming_letter", "Prosi o odroczenie o miesiąc"),
        did(ago(40), "acknowledgement", "W piśmie uznaje należność główną"),
        plan(ago(1), "call", "Termin odroczenia minął"),
    ),
    money=(Money(ago(38), 0.1, title="{document}"),),
)
SMALL_PARTS = Plot(
    steps=(DEMAND, plan(ahead(4), "call", "Zapytać o kolejną wpłatę", by="operator2")),
    money=(
        Money(ago(55), 0.15),
        Money(ago(27), 0.1, title="zaległość {case} dziękuję za cierpliwość"),
    ),
)
PAID_TO_CREDITOR = Plot(
    steps=(
        DEMAND,
        did(ago(11), "call", "Twierdzi, że zapłata poszła do wierzyciela", "paid"),
        plan(ahead(2), "note", "Potwierdzenie od wierzyciela"),
    ),
    money=(Money(ago(15), 0.3, source="creditor"),),
)
DISPUTED = Plot(
    claims=2,
    hold="dispute",
    steps=(
        DEMAND,
        did(ago(19), "call", "Kwestionuje rozliczenie", "disputes"),
        did(ago(17), "incoming_letter", "Kopia reklamacji złożonej wierzycielowi"),
        plan(ahead(9), "note", "Odpowiedź wierzyciela na reklamację"),
    ),
    changes=(Change("suspend", "first", "Reklamacja u wierzyciela"),),
    message="Dłużnik reklamuje fakturę, wstrzymujemy do odpowiedzi wierzyciela.",
)
HEIRS = Plot(
    who="person",
    hold="death",
    steps=(
        DEMAND_BACK,
        did(ago(30), "note", "Informacja o śmierci dłużnika"),
        did(ago(12), "letter", "Zapytanie o spadek", "delivered", to="heir"),
        plan(ahead(14), "note", "Odpis postanowienia spadkowego"),
    ),
    parties=(
        Party("heir", "Dziecko dłużnika", 50),
        Party("heir", "Dziecko dłużnika", 50),
    ),
)
GUARANTOR = Plot(
    steps=(
        DEMAND,
        NO_ANSWER,
        did(
            ago(14),
            "call",
            "Poręczyciel prosi o dane do wpłaty",
            "reached",
            to="guarantor",
        ),
        plan(ahead(1), "letter", "Wezwanie do poręczyciela", to="guarantor"),
    ),
    parties=(Party("guarantor", "Poręczenie do pełnej kwoty"),),
)
ATTORNEY = Plot(
    steps=(
        DEMAND,
        did(ago(21), "incoming_letter", "Pełnomocnik żąda umowy", to="attorney"),
        plan(ahead(3), "letter", "Kopia umowy do pełnomocnika", to="attorney"),
    ),
    parties=(Party("attorney", "Korespondencja tylko z kancelarią"),),
)
MARRIED = Plot(
    who="person",
    steps=(
        DEMAND,
        did(
            ago(5),
            "call",
            "Współmałżonek zapłaci połowę",
            "promise",
            promise=(12, 0.5),
            to="joint",
        ),
        plan(ahead(8), "payment_check", "Deklaracja współmałżonka"),
    ),
    parties=(Party("joint", "Umowa podpisana przez oboje"),),
)
CORRECTED = Plot(
    claims=2,
    steps=(
        DEMAND,
        did(ago(13), "note", "Wierzyciel wystawił korektę do zera"),
        plan(ahead(4), "call", "Powiadomić o korekcie"),
    ),
    changes=(Change("withdraw", "last", "Korekta do zera"),),
)
PRE_COURT = Plot(
    phase="pre_court",
    by=("windykator", "kierownik", "windykator2"),
    steps=(
        DEMAND,
        NO_ANSWER,
        did(ago(28), "call", "Nie zapłaci dobrowolnie", "refused"),
        FINAL,
        plan(ahead(6), "hand_over", "Przekazać radczyni", by="kierownik"),
    ),
    charges=(POSTAGE, Charge(ago(30), "other", 12)),
    todo="Zatwierdzić skierowanie do sądu",
)
COURT = Plot(
    phase="court",
    by=("prawnik",),
    steps=(
        DEMAND,
        FINAL,
        HAND_OVER,
        did(ago(21), "note", "Pozew złożony"),
        plan(ahead(10), "note", "Sprawdzić stan w sądzie"),
    ),
    charges=COURT_COSTS,
)
COURT_PAYS = replace(
    COURT,
    money=(Money(ago(8), 0.5, title="splata {case} przed rozprawą"),),
)
ENFORCEMENT = Plot(
    phase="enforcement",
    by=("prawnik",),
    steps=(
        DEMAND,
        FINAL,
        did(ago(60), "note", "Nakaz prawomocny"),
        did(ago(45), "note", "Wniosek do komornika"),
        plan(ahead(15), "note", "Zapytać komornika o czynności"),
    ),
    charges=(*COURT_COSTS, Charge(ago(44), "bailiff_advance", 60)),
    money=(
        Money(ago(30), 0.08, source="bailiff"),
        Money(ago(6), 0.08, source="bailiff"),
    ),
)
ENFORCEMENT_IDLE = replace(
    ENFORCEMENT,
    money=(),
    steps=(
        *ENFORCEMENT.steps[:-1],
        plan(ago(2), "note", "Komornik milczy, ponaglić"),
    ),
)
FIELD = Plot(
    who="silesian",
    phase="field",
    by=("terenowy",),
    team="field",
    steps=(
        DEMAND_BACK,
        did(ago(16), "visit", "Nikogo nie zastano, zostawiono kartkę", "no_answer"),
        plan(ahead(0), "visit", "Wizyta po godzinie 17", by="terenowy"),
    ),
    charges=(Charge(ago(16), "visit", 45),),
)
FIELD_PROMISED = replace(
    FIELD,
    steps=(
        DEMAND,
        did(
            ago(7), "visit", "Zapłaci na miejscu w piątek", "promise", promise=(10, 0.3)
        ),
        plan(ahead(4), "visit", "Odbiór potwierdzenia przelewu", by="terenowy"),
    ),
)
BARRED_OPEN = Plot(
    steps=(
        did(after(3), "note", "Część roszczeń przedawniona"),
        plan(ago(5), "note", "Decyzja: oddać czy prosić o dobrowolną spłatę"),
    ),
    todo="Sprawa z przedawnionym roszczeniem: decyzja",
)
WAIVED = Plot(
    steps=(
        did(ago(33), "call", "Zapłaci mimo upływu czasu", "reached"),
        did(ago(30), "waiver", "Zrzeczenie się zarzutu przedawnienia na piśmie"),
        plan(ahead(7), "payment_check", "Pierwsza wpłata"),
    ),
    charges=(Charge(after(2), "postage", 9.80, waived=True),),
)
BANKRUPT = Plot(
    who="business",
    hold="insolvency",
    steps=(
        did(ago(26), "note", "Ogłoszono upadłość, zgłoszenie do syndyka"),
        plan(ahead(20), "note", "Lista wierzytelności"),
    ),
    changes=(Change("suspend", "all", "Upadłość dłużnika"),),
)
BUSINESS_TALKS = Plot(
    who="business",
    by=("windykator3",),
    compensation=True,
    steps=(
        did(after(2), "email", "Wezwanie z rekompensatą 40/70/100 EUR"),
        did(ago(10), "call", "Księgowość sprawdza salda", "reached"),
        plan(ahead(2), "email", "Potwierdzenie salda"),
    ),
)

# --- Closed -----------------------------------------------------------------

PAID = Plot(
    state="closed",
    reason="paid",
    closed=ago(14),
    steps=(DEMAND, did(ago(20), "call", "Zapłaci jutro", "promise", promise=(4, 1))),
    money=(Money(ago(17), 1),),
)
PAID_IN_TWO = replace(
    PAID,
    closed=ago(10),
    steps=(DEMAND,),
    money=(Money(ago(45), 0.5), Money(ago(12), 1, title="reszta {case}")),
)
OVERPAID = replace(
    PAID,
    closed=ago(4),
    money=(Money(ago(5), 1, extra=50, title="{case} plus 50 na odsetki"),),
    todo="Zwrócić nadpłatę",
)
RETURNED_TRANSFER = Plot(
    steps=(DEMAND, plan(ahead(1), "call", "Wyjaśnić zwrot przelewu", by="operator")),
    money=(Money(ago(13), 0.35, returned=3),),
)
GIVEN_BACK = Plot(
    state="closed",
    reason="returned",
    closed=ago(22),
    steps=(DEMAND_BACK, did(ago(22), "note", "Wierzyciel odwołał zlecenie")),
    changes=(Change("withdraw", "all", "Sprawa zwrócona wierzycielowi"),),
)
BARRED = Plot(
    state="closed",
    reason="barred",
    closed=ago(50),
    steps=(did(after(5), "note", "Zarzut przedawnienia podniesiony"),),
)
HOPELESS = Plot(
    state="closed",
    phase="enforcement",
    reason="uncollectible",
    closed=ago(18),
    steps=(DEMAND, did(ago(18), "note", "Umorzenie egzekucji, brak majątku")),
    charges=(Charge(ago(60), "bailiff_advance", 60),),
)
FORGIVEN = Plot(
    state="closed",
    reason="written_off",
    closed=ago(9),
    steps=(DEMAND, did(ago(9), "note", "Umorzono: koszty wyższe od długu")),
)
MERGED = Plot(
    state="closed",
    reason="other",
    closed=ago(27),
    steps=(did(ago(27), "note", "Zgłoszona dwa razy, prowadzi inna sprawa"),),
)
