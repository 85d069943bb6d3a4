"""Finding what the database already knows: debtors, claims, and contradictions.

Every method is a query or two over the whole stage; faults come back as rows.
"""

from odoo.tools import SQL

from .faults import Fault


class Matcher:
    """Matches the stage with the database for one package.

    :param env: environment with all rights
    :param setting: ``Setting`` of the run
    :param columns: fields that are mapped, to say where a fault is
    """

    def __init__(self, env, setting, columns):
        """See the class."""
        self._env, self._cr = env, env.cr
        self._setting, self._columns = setting, columns

    def match(self):
        """Fill partner, claim and case of the stage; return the faults found."""
        faults = self._different_people()
        self._find_debtors()
        faults += self._ambiguous_debtors()
        self._settle_debtors()
        faults += self._other_identifiers()
        self._find_claims()
        faults += self._ambiguous_claims()
        self._adopt_debtors()
        faults += self._foreign_claims()
        return faults

    def _faults(self, query, field, code, severity="error", names=()):
        """Faults of the rows that a query gives as (row, record, value, *params)."""
        self._cr.execute(query)
        return [
            Fault(
                row,
                record,
                field if field in self._columns else "",
                value or "",
                code,
                severity,
                dict(zip(names, params, strict=True)),
            )
            for row, record, value, *params in self._cr.fetchall()
        ]

    # === DEBTORS === #

    def _different_people(self):
        """Rows of one debtor with different sure identifiers."""
        faults = []
        for field in ("pesel", "nip"):
            column, sure = SQL.identifier(field), SQL.identifier(f"{field}_sure")
            query = SQL(
                """SELECT s.row, s.record, s.%(column)s, %(label)s, first.row
                     FROM debt_stage s
                     JOIN debt_stage_debtor d ON d.id = s.debtor
                     JOIN LATERAL (
                          SELECT row FROM debt_stage other
                           WHERE other.debtor = d.id
                             AND other.%(column)s = d.%(column)s
                        ORDER BY record LIMIT 1) first ON TRUE
                    WHERE s.%(sure)s AND d.%(sure)s
                      AND s.%(column)s != d.%(column)s""",
                column=column,
                sure=sure,
                label=field.upper(),
            )
            self._cr.execute(
                "CREATE INDEX IF NOT EXISTS debt_stage_by_debtor ON debt_stage (debtor)"
            )
            faults += self._faults(query, field, "other_person", names=("kind", "row"))
        return faults

    def _find_debtors(self):
        """Collect the partners that the numbers of each debtor belong to."""
        self._cr.execute("DROP TABLE IF EXISTS debt_stage_candidate")
        self._cr.execute(
            SQL(
                """CREATE TEMPORARY TABLE debt_stage_candidate ON COMMIT DROP AS
                   %(by_number)s UNION %(by_pesel)s UNION %(by_nip)s""",
                by_number=self._by_number("payer"),
                by_pesel=SQL(
                    """SELECT d.id, p.id AS partner_id FROM debt_stage_debtor d
                         JOIN res_partner p ON p.pesel = d.pesel
                        WHERE d.pesel_sure AND %s""",
                    self._visible,
                ),
                by_nip=SQL(
                    """SELECT d.id, p.id FROM debt_stage_debtor d
                         JOIN res_partner p ON p.vat IN (d.nip, 'PL' || d.nip)
                        WHERE d.nip_sure AND p.parent_id IS NULL AND %s""",
                    self._visible,
                ),
            )
        )
        self._find_weakly()

    @property
    def _visible(self):
        """SQL: partners that may be debtors here."""
        return SQL(
            "p.active AND (p.company_id IS NULL OR p.company_id = %s)",
            self._setting.company_id,
        )

    def _by_number(self, kind):
        """SQL of the partners that a creditor knows by a number."""
        return SQL(
            """SELECT DISTINCT s.debtor AS id, n.partner_id FROM debt_stage s
                 JOIN debt_partner_number n
                   ON n.creditor_id = s.creditor_id AND n.kind = %s
                  AND n.number = s.%s""",
            kind,
            SQL.identifier(kind),
        )

    def _find_weakly(self):
        """Debtors without any sure number: by doubtful number, PPE, or address."""
        self._cr.execute(
            SQL(
                """WITH d AS MATERIALIZED (
                       SELECT * FROM debt_stage_debtor d
                        WHERE payer IS NULL AND NOT COALESCE(pesel_sure, FALSE)
                          AND NOT COALESCE(nip_sure, FALSE)
                          AND NOT EXISTS (SELECT FROM debt_stage_candidate known
                                           WHERE known.id = d.id))
                   INSERT INTO debt_stage_candidate
                   SELECT d.id, p.id FROM d
                     JOIN res_partner p ON p.pesel = d.pesel WHERE %(visible)s
                    UNION
                   SELECT d.id, p.id FROM d
                     JOIN res_partner p ON p.vat = d.nip WHERE %(visible)s
                    UNION
                   SELECT found.id, found.partner_id FROM (%(by_ppe)s) found
                     JOIN d ON d.id = found.id
                    UNION
                   SELECT d.id, p.id FROM d
                     JOIN res_partner p ON p.name = d.name AND p.city = d.city
                      AND p.street = d.street AND p.zip IS NOT DISTINCT FROM d.zip
                     JOIN debt_case c ON c.debtor_id = p.id
                      AND c.creditor_id IN (SELECT creditor_id FROM debt_stage)
                    WHERE COALESCE(d.pesel, d.nip, d.ppe) IS NULL AND %(visible)s""",
                by_ppe=self._by_number("ppe"),
                visible=self._visible,
            )
        )

    def _ambiguous_debtors(self):
        """Rows of debtors whose numbers belong to several partners."""
        query = SQL(
            """SELECT s.row, s.record, COALESCE(s.payer, s.pesel, s.nip), found.names
                 FROM debt_stage s
                 JOIN (SELECT c.id, string_agg(p.complete_name || ' (#' || p.id || ')',
                                               ', ' ORDER BY p.id) AS names
                         FROM debt_stage_candidate c
                         JOIN res_partner p ON p.id = c.partner_id
                     GROUP BY c.id HAVING COUNT(*) > 1) found ON found.id = s.debtor"""
        )
        return self._faults(query, "payer_number", "ambiguous_debtor", names=("names",))

    def _settle_debtors(self):
        """Take the partner of the debtors that have one candidate."""
        self._cr.execute(
            """UPDATE debt_stage_debtor d SET partner_id = c.partner_id
                 FROM (SELECT id, MIN(partner_id) AS partner_id
                         FROM debt_stage_candidate GROUP BY id HAVING COUNT(*) = 1) c
                WHERE c.id = d.id"""
        )

    def _other_identifiers(self):
        """Rows whose sure identifier is not that of the partner they led to."""
        faults = []
        for field, known in (("pesel", "pesel"), ("nip", "vat")):
            query = SQL(
                """SELECT s.row, s.record, s.%(field)s, %(label)s, p.%(known)s
                     FROM debt_stage s
                     JOIN debt_stage_debtor d ON d.id = s.debtor
                     JOIN res_partner p ON p.id = d.partner_id
                    WHERE s.%(sure)s AND length(p.%(known)s) >= 10
                      AND s.%(field)s = d.%(field)s
                      AND s.%(field)s !=
                          regexp_replace(p.%(known)s, '[^0-9]', '', 'g')""",
                field=SQL.identifier(field),
                known=SQL.identifier(known),
                sure=SQL.identifier(f"{field}_sure"),
                label=field.upper(),
            )
            faults += self._faults(
                query, field, "other_identifier", names=("kind", "known")
            )
        return faults

    # === CLAIMS === #

    def _find_claims(self):
        """Find the claims that have the key of a row; a live one comes first."""
        self._cr.execute("DROP TABLE IF EXISTS debt_stage_claim")
        self._cr.execute(
            SQL(
                """CREATE TEMPORARY TABLE debt_stage_claim ON COMMIT DROP AS
                   SELECT s.record, c.id AS claim_id, c.case_id, c.debtor_id,
                          c.state = 'withdrawn' AS withdrawn
                     FROM debt_stage s
                     JOIN debt_claim c ON c.%s = s.claim_key
                      AND c.agreement_id = %s AND c.creditor_id = s.creditor_id""",
                SQL.identifier(self._setting.claim_key),
                self._setting.agreement_id,
            )
        )
        self._cr.execute(
            """UPDATE debt_stage s
                  SET claim_id = found.claim_id, case_id = found.case_id
                 FROM (SELECT DISTINCT ON (record) * FROM debt_stage_claim
                     ORDER BY record, withdrawn, claim_id DESC) found
                WHERE found.record = s.record"""
        )

    def _ambiguous_claims(self):
        """Rows whose key several live claims have."""
        query = SQL(
            """SELECT s.row, s.record, s.claim_key FROM debt_stage s
                 JOIN (SELECT record FROM debt_stage_claim WHERE NOT withdrawn
                     GROUP BY record HAVING COUNT(*) > 1) many USING (record)"""
        )
        return self._faults(query, self._setting.claim_key, "ambiguous_claim")

    def _adopt_debtors(self):
        """A debtor without known numbers is the one whose claim he has, by name."""
        self._cr.execute(
            """UPDATE debt_stage_debtor d SET partner_id = found.partner_id
                 FROM (SELECT s.debtor, MIN(c.debtor_id) AS partner_id
                         FROM debt_stage s
                         JOIN debt_claim c ON c.id = s.claim_id
                         JOIN res_partner p ON p.id = c.debtor_id
                        WHERE lower(p.name) = lower(s.name)
                     GROUP BY s.debtor HAVING COUNT(DISTINCT c.debtor_id) = 1) found
                WHERE found.debtor = d.id AND d.partner_id IS NULL"""
        )
        self._cr.execute(
            """UPDATE debt_stage s SET partner_id = d.partner_id
                 FROM debt_stage_debtor d
                WHERE d.id = s.debtor AND d.partner_id IS NOT NULL"""
        )

    def _foreign_claims(self):
        """Rows whose claim is known as one of another debtor."""
        query = SQL(
            """SELECT s.row, s.record, s.claim_key, p.complete_name, k.name
                 FROM debt_stage s
                 JOIN debt_claim c ON c.id = s.claim_id
                 JOIN debt_case k ON k.id = c.case_id
                 JOIN res_partner p ON p.id = c.debtor_id
                WHERE c.debtor_id IS DISTINCT FROM s.partner_id"""
        )
        return self._faults(
            query,
            self._setting.claim_key,
            "claim_of_other_debtor",
            names=("debtor", "case"),
        )
