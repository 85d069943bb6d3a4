"""What single rows say is taken over rightly, or refused with the reason."""

from odoo.tests import tagged

from .common_intake import IntakeCommon


@tagged("post_install", "-at_install", "debt_import")
class TestRows(IntakeCommon):
    def test_everything_a_row_says(self):
        summary = self.load({})
        claim = self.claim("F/1")
        self.assertEqual((summary["created"], summary["refused"]), (1, []))
        self.assertEqual((claim.amount, claim.paid_before), (100, 20))
        self.assertEqual(str(claim.due_date), "2025-01-16")
        self.assertEqual(str(claim.interest_from), "2025-01-17")
        self.assertEqual(claim.case_id.creditor_id, self.creditor)
        debtor = claim.debtor_id
        self.assertEqual(debtor, self.debtor, "found by PESEL")
        self.assertEqual(debtor.debt_number_ids.number, "K-1")
        self.assertEqual((debtor.street, debtor.zip), ("Mglista 5/7", "07-323"))
        self.assertEqual(debtor.phone, "+48501502503")
        self.assertEqual(debtor.email, "jan@example.com")
        self.assertEqual(summary["debtors_updated"], 1)

    def test_one_case_per_debtor(self):
        self.load(
            {},
            {"Nr faktury": "F/2"},
            {"Nr faktury": "F/3", "Nr klienta": "K-2", "PESEL": "02070803628"},
        )
        self.assertEqual(len(self.package.case_ids), 2)
        self.assertEqual(self.claim("F/1").case_id, self.claim("F/2").case_id)

    def test_debtor_with_two_payer_numbers_is_one(self):
        self.load({}, {"Nr faktury": "F/2", "Nr klienta": "K-9"})
        self.assertEqual(self.claim("F/1").debtor_id, self.claim("F/2").debtor_id)
        numbers = self.claim("F/1").debtor_id.debt_number_ids.mapped("number")
        self.assertEqual(sorted(numbers), ["K-1", "K-9"])

    def test_new_claims_join_the_open_case(self):
        self.load({})
        summary = self.load({"Nr faktury": "F/2"}, {})
        self.assertEqual(
            (summary["created"], summary["unchanged"], summary["cases_created"]),
            (1, 1, 0),
        )

    def test_a_closed_case_is_not_joined(self):
        self.load({})
        self.claim("F/1").case_id._close("paid")
        summary = self.load({"Nr faktury": "F/2"})
        self.assertEqual(summary["cases_created"], 1)

    def test_known_claim_follows_the_file(self):
        self.load({})
        summary = self.load({"Do zapłaty": "30,00", "Termin": "17.01.2025"})
        claim = self.claim("F/1")
        self.assertEqual((summary["updated"], summary["created"]), (1, 0))
        self.assertEqual((claim.paid_before, claim.principal), (70, 30))
        self.assertEqual(str(claim.interest_from), "2025-01-18")
        self.assertEqual(claim.segment_ids.principal, 30)
        self.assertEqual(claim.case_id.opening_debt, 30)

    def test_known_claim_that_was_paid_to_the_creditor(self):
        self.load({})
        summary = self.load({"Do zapłaty": "0"})
        self.assertEqual(summary["updated"], 1)
        self.assertEqual(self.claim("F/1").total_due, 0)

    def test_claim_with_payments_is_not_changed(self):
        self.load({})
        case = self.claim("F/1").case_id
        case.action_open()
        self._pay(case, 10, "2025-02-01")
        summary = self.load({"Do zapłaty": "30,00"})
        self.assertEqual(self.codes(summary), ["claim_has_payments"])
        self.assertEqual(self.claim("F/1").paid_before, 20)
        self.assertEqual(self.load({})["unchanged"], 1)

    def test_new_claim_of_a_case_with_payments_is_credited(self):
        self.load({})
        case = self.claim("F/1").case_id
        self._pay(case, 200, "2025-02-01")
        self.load({"Nr faktury": "F/2"})
        fresh = self.claim("F/2")
        self.assertGreater(sum(fresh.allocation_ids.mapped("amount")), 0)

    def test_withdrawn_claim_stays_so(self):
        self.load({})
        self.claim("F/1").action_withdraw("error")
        summary = self.load({"Kwota": "500,00"})
        self.assertEqual(self.codes(summary, "warnings"), ["claim_withdrawn"])
        self.assertEqual(self.claim("F/1").state, "withdrawn")
        self.assertEqual(self.claim("F/1").amount, 100)

    def test_bad_rows_do_not_stop_good_ones(self):
        cases = [
            ({"Kwota": "abc", "Do zapłaty": ""}, "bad_amount", "Kwota"),
            ({"Kwota": "-5,00", "Do zapłaty": ""}, "negative_amount", "Kwota"),
            ({"Kwota": "0", "Do zapłaty": ""}, "zero_amount", "Kwota"),
            ({"Kwota": "", "Do zapłaty": ""}, "empty", "Kwota"),
            ({"Do zapłaty": "0"}, "nothing_left", "Do zapłaty"),
            ({"Do zapłaty": "101"}, "remaining_above_amount", "Do zapłaty"),
            ({"Termin": ""}, "empty", "Termin"),
            ({"Termin": "31.02.2025"}, "impossible_date", "Termin"),
            ({"Termin": "30.04.1993"}, "due_too_early", "Termin"),
            ({"Nazwa": ""}, "no_name", "Nazwa"),
            ({"Kod": "00000"}, "bad_postal_code", "Kod"),
            ({"PESEL": "ABC"}, "bad_characters", "PESEL"),
            ({"NIP": "123"}, "bad_length", "NIP"),
            ({"Nr faktury": ""}, "no_claim_key", "Nr faktury"),
            ({"Nazwa": "x" * 201}, "too_long", "Nazwa"),
            ({"Waluta": "EUR"}, "other_currency", "Waluta"),
            ({"Rodzaj": "cud"}, "unknown_kind", "Rodzaj"),
        ]
        extra = {"Waluta": "PLN", "Rodzaj": "faktura"}
        rows = [
            extra | {"Nr faktury": f"B/{number}"} | change
            for number, (change, _code, _column) in enumerate(cases)
        ]
        summary = self.load(*rows, extra)
        found = {f["record"]: (f["code"], f["column"]) for f in summary["refused"]}
        for record, (_change, *expected) in enumerate(cases, 1):
            self.assertEqual(found.get(record), tuple(expected), record)
        self.assertEqual(summary["created"], 1)
        for fault in summary["refused"]:
            self.assertTrue(fault["reason"] and fault["remedy"])
            self.assertNotIn("%(", fault["reason"] + fault["remedy"])

    def test_duplicate_names_the_first_row(self):
        summary = self.load({"Nazwa": ""}, {"Kwota": "7,00", "Do zapłaty": ""})
        self.assertEqual(self.codes(summary), ["no_name", "duplicate"])
        self.assertIn("2", summary["refused"][1]["reason"])
        self.assertFalse(self.claim("F/1"))

    def test_wrong_pesel_digit_is_only_warned_of(self):
        summary = self.load({}, {"Nr faktury": "F/2", "PESEL": "44051401358"})
        self.assertEqual(self.codes(summary, "warnings"), ["check_digit"])
        self.assertEqual(summary["created"], 2)
        self.assertEqual(len(self.package.case_ids), 1)
        self.assertEqual(self.claim("F/2").debtor_id.pesel, "44051401359")

    def test_two_persons_under_one_payer_number(self):
        summary = self.load({}, {"Nr faktury": "F/2", "PESEL": "02070803628"})
        self.assertEqual(self.codes(summary), ["other_person"])

    def test_payer_number_of_another_person(self):
        self.load({})
        summary = self.load({"Nr faktury": "F/2", "PESEL": "02070803628"})
        self.assertEqual(self.codes(summary), ["other_identifier"])

    def test_numbers_of_different_debtors(self):
        self.load({})
        other = self._make_debtor("Ewa Inna", pesel="02070803628")
        summary = self.load({"Nr faktury": "F/2", "PESEL": other.pesel})
        self.assertEqual(self.codes(summary)[0], "ambiguous_debtor")
        self.assertIn("Ewa Inna", summary["refused"][0]["reason"])

    def test_claim_of_another_debtor(self):
        self.load({})
        summary = self.load({"Nr klienta": "K-5", "PESEL": "02070803628"})
        self.assertEqual(self.codes(summary), ["claim_of_other_debtor"])
        self.assertEqual(len(self.package.case_ids), 1)

    def test_known_values_of_a_debtor_are_kept(self):
        self.load({})
        self.load({"Telefon": "600 600 600", "Nr faktury": "F/2"})
        self.assertEqual(self.claim("F/2").debtor_id.phone, "+48501502503")

    def test_company_by_nip_and_vat_with_prefix(self):
        firm = self._make_debtor("Firma", vat="PL5260001246", is_company=True)
        change = {"NIP": "526-000-12-46", "PESEL": "", "Nr klienta": "K-7"}
        self.load(change)
        self.assertEqual(self.claim("F/1").debtor_id, firm)

    def test_debtor_known_by_name_and_address_only(self):
        change = {"PESEL": "", "Nr klienta": "", "NIP": ""}
        summary = self.load(change)
        self.assertEqual(self.codes(summary, "warnings"), ["weak_debtor_key"])
        again = self.load(change, change | {"Nr faktury": "F/2"})
        self.assertEqual((again["created"], again["debtors_created"]), (1, 0))

    def test_nothing_identifies_the_debtor(self):
        change = {"PESEL": "", "Nr klienta": "", "Ulica": "", "Miasto": "", "Kod": ""}
        self.assertEqual(self.codes(self.load(change)), ["no_debtor_key"])

    def test_terms_of_the_claim(self):
        words = {"Rodzaj odsetek": "", "Stopa odsetek": "", "Przedawnienie": ""}
        self.load(
            words | {"Stopa odsetek": "12,5%"},
            words | {"Nr faktury": "F/2", "Rodzaj odsetek": "brak"},
            words | {"Nr faktury": "F/3", "Rodzaj odsetek": "ustawowe"},
            words | {"Nr faktury": "F/4", "Stopa odsetek": "0"},
            words | {"Nr faktury": "F/5", "Przedawnienie": "sale"},
            words | {"Nr faktury": "F/6"},
        )
        terms = {
            number: (c.interest_kind_id.code, c.interest_percent)
            for number in ("F/1", "F/2", "F/3", "F/4", "F/6")
            for c in self.claim(number)
        }
        self.assertEqual(
            terms,
            {
                "F/1": ("contractual", 12.5),
                "F/2": ("none", 0),
                "F/3": ("delay_481", 0),
                "F/4": ("contractual", 0),
                "F/6": (False, 0),
            },
        )
        self.assertEqual(self.claim("F/5").limitation_rule_id.code, "sale")
        self.assertLess(
            self.claim("F/5").limitation_date, self.claim("F/6").limitation_date
        )

    def test_interest_notes_bear_no_interest(self):
        self.load({"Rodzaj": "nota odsetkowa"})
        self.assertEqual(self.claim("F/1").kind_id.code, "interest_note")

    def test_identifier_as_key(self):
        self.load({"ID wierzytelności": "E1"})
        summary = self.load({"ID wierzytelności": "E1", "Nr faktury": "F/1a"})
        self.assertEqual(summary["updated"], 1)
        claim = self.env["debt.claim"].search([("external_id", "=", "E1")])
        self.assertEqual(claim.number, "F/1a")

    def test_number_as_key_although_there_is_an_identifier(self):
        self.load({"ID wierzytelności": "E1"})
        summary = self.load(
            {"ID wierzytelności": "E2"}, options={"claim_key": "number"}
        )
        self.assertEqual(summary["updated"], 1)
        self.assertEqual(self.claim("F/1").external_id, "E2")

    def test_ppe_as_key(self):
        number = "590322420000000015"
        change = {"PESEL": "", "Nr klienta": "", "PPE": number}
        self.load(change)
        again = self.load(change | {"Nr faktury": "F/2"})
        self.assertEqual((again["debtors_created"], again["cases_created"]), (0, 0))

    def test_several_creditors_of_a_mandate(self):
        self.load(
            {"Wierzyciel": "Woda S.A.", "NIP wierzyciela": ""},
            {"Wierzyciel": "Gaz S.A.", "NIP wierzyciela": "", "Nr faktury": "F/2"},
        )
        cases = self.package.case_ids
        self.assertEqual(
            sorted(cases.creditor_id.mapped("name")), ["Gaz S.A.", "Woda S.A."]
        )
        self.assertEqual(len(cases.debtor_id), 1)

    def test_claims_of_another_agreement_are_others(self):
        self.load({})
        other = self._make_package(self._make_agreement(code="B"), code="B")
        self.assertEqual(self.load({}, package=other)["created"], 1)

    def test_reference_of_the_creditor(self):
        self.load({"Nr sprawy": "WIN/7"})
        self.assertEqual(self.claim("F/1").case_id.creditor_reference, "WIN/7")
