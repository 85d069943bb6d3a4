"""Debtors as contacts: new ones are made, gaps of known ones are filled.

Of new debtors, the first of a kind (person, company, with a NIP or without) is made
by the ORM and all others are made in its likeness by SQL: what does not depend on
their own values is copied, what does is set here or computed by the ORM. The result
is the same column by column; a test holds both ways together.
"""

from odoo.tools import SQL

from .. import bulk

# Own values of a debtor, and what follows from them, over debt_stage_debtor d.
OWN = {
    "name": SQL("d.name"),
    "street": SQL("d.street"),
    "zip": SQL("d.zip"),
    "city": SQL("d.city"),
    "phone": SQL("d.phone"),
    "email": SQL("d.email"),
    "pesel": SQL("d.pesel"),
    "regon": SQL("d.regon"),
    "krs": SQL("d.krs"),
    "vat": SQL("d.nip"),
}
FOLLOWING = {
    "id": SQL("d.partner_id"),
    "complete_name": SQL("d.name"),
    "commercial_partner_id": SQL("d.partner_id"),
    "commercial_company_name": SQL("CASE WHEN d.is_company THEN d.name END"),
    "email_normalized": SQL("d.email"),
    "phone_sanitized": SQL("CASE WHEN d.phone LIKE '+%%' THEN d.phone END"),
}
# Asks a web service for each partner; Odoo's own import leaves it out as well.
LEFT_OUT = {"vies_valid"}
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "no_vat_validation": True,
    "import_file": True,
}
ADDRESS = ("street", "zip", "city")


class Partners:
    """Makes and completes the contacts of the debtors of a stage.

    :param env: environment with all rights, as the user
    """

    def __init__(self, env):
        """See the class."""
        self._env, self._cr = env, env.cr
        self._partners = env["res.partner"].with_context(**QUIET)
        self._country = env.ref("base.pl")

    def create_missing(self):
        """Make the debtors of rows that are let in; return how many."""
        self._cr.execute(
            """UPDATE debt_stage_debtor d SET is_new = TRUE
                WHERE partner_id IS NULL AND EXISTS (
                      SELECT FROM debt_stage s WHERE s.debtor = d.id AND NOT s.refused)
               RETURNING id"""
        )
        count = self._cr.rowcount
        for is_company in (False, True):
            for with_nip in (False, True):
                self._create_kind(is_company, with_nip)
        self._cr.execute(
            """UPDATE debt_stage s SET partner_id = d.partner_id
                 FROM debt_stage_debtor d WHERE d.id = s.debtor AND d.is_new"""
        )
        return count

    def _create_kind(self, is_company, with_nip):
        """Make all new debtors of one kind."""
        kind = SQL(
            "is_new AND is_company = %s AND (nip IS NOT NULL) = %s",
            is_company,
            with_nip,
        )
        names = SQL(", ").join(map(SQL.identifier, self._value_names))
        first = self._env.execute_query_dict(
            SQL(
                "SELECT id, %s FROM debt_stage_debtor WHERE %s ORDER BY record LIMIT 1",
                names,
                kind,
            )
        )
        if not first:
            return
        prototype = self._create_first(first[0], is_company)
        self._cr.execute(
            SQL(
                """UPDATE debt_stage_debtor
                      SET partner_id = nextval(pg_get_serial_sequence(%s, 'id'))
                    WHERE %s AND id != %s""",
                "res_partner",
                kind,
                first[0]["id"],
            )
        )
        self._clone(prototype, kind)

    @property
    def _value_names(self):
        """Columns of a debtor that go into a contact."""
        return [name if name != "vat" else "nip" for name in OWN]

    def _create_first(self, debtor, is_company):
        """Make one debtor by the ORM."""
        values = {name: debtor[name if name != "vat" else "nip"] for name in OWN}
        partner = self._partners.create(
            {**values, "is_company": is_company, "country_id": self._country.id}
        )
        self._env.flush_all()
        self._cr.execute(
            SQL(
                "UPDATE debt_stage_debtor SET partner_id = %s WHERE id = %s",
                partner.id,
                debtor["id"],
            )
        )
        return partner

    def _clone(self, prototype, kind):
        """Make all debtors of a kind in the likeness of one."""
        changing = OWN | FOLLOWING
        copied = [
            name
            for name, field in self._partners._fields.items()
            if field.store and field.column_type and name not in changing
        ]
        columns = changing | {
            name: SQL("p.%s", SQL.identifier(name)) for name in copied
        }
        self._cr.execute(
            SQL(
                """INSERT INTO res_partner (%s)
                   SELECT %s FROM debt_stage_debtor d, res_partner p
                    WHERE p.id = %s AND d.partner_id != p.id AND %s RETURNING id""",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(columns.values()),
                prototype.id,
                SQL(
                    "d.is_new AND d.is_company = p.is_company"
                    " AND (d.nip IS NULL) = (p.vat IS NULL)"
                ),
            )
        )
        clones = self._partners.browse(row[0] for row in self._cr.fetchall())
        clones.invalidate_model()
        bulk.recompute(clones, self._left_to_orm(bool(prototype.vat)))

    def _left_to_orm(self, with_nip):
        """Stored fields that follow from the own values in ways not known here."""
        own = set(OWN) if with_nip else set(OWN) - {"vat"}
        return (
            bulk.stored_computed(self._partners, own)
            - set(FOLLOWING)
            - LEFT_OUT
            - {"debt_legal_status"}
        )

    # === KNOWN DEBTORS === #

    def complete_known(self):
        """Fill gaps of known debtors from the file; return how many had any.

        What is known is never overwritten: people may have corrected it.
        """
        rows = self._env.execute_query_dict(
            SQL(
                """SELECT d.partner_id, %s FROM debt_stage_debtor d
                     JOIN res_partner p ON p.id = d.partner_id
                    WHERE NOT d.is_new AND %s AND EXISTS (
                          SELECT FROM debt_stage s
                           WHERE s.debtor = d.id AND NOT s.refused)
                 ORDER BY d.record""",
                SQL(", ").join(
                    SQL("d.%s", SQL.identifier(name)) for name in self._value_names
                ),
                _HAS_GAPS,
            )
        )
        for row in rows:
            partner = self._partners.browse(row.pop("partner_id"))
            partner.write(_gaps(partner, row))
        return len(rows)

    def add_numbers(self):
        """Keep the payer numbers and energy points under the creditor's name."""
        for kind in ("payer", "ppe"):
            self._cr.execute(
                SQL(
                    """INSERT INTO debt_partner_number
                              (partner_id, creditor_id, kind, number,
                               create_uid, create_date, write_uid, write_date)
                       SELECT DISTINCT ON (creditor_id, %(column)s)
                              partner_id, creditor_id, %(kind)s, %(column)s,
                              %(user)s, %(now)s, %(user)s, %(now)s
                         FROM debt_stage
                        WHERE NOT refused AND %(column)s IS NOT NULL
                     ORDER BY creditor_id, %(column)s, record
                  ON CONFLICT (creditor_id, kind, number) DO NOTHING""",
                    column=SQL.identifier(kind),
                    kind=kind,
                    user=self._env.uid,
                    now=self._cr.now(),
                )
            )
        self._env["debt.partner.number"].invalidate_model()
        self._partners.invalidate_model(["debt_number_ids"])


_HAS_GAPS = SQL(
    """(COALESCE(p.street, p.zip, p.city) IS NULL
            AND COALESCE(d.street, d.zip, d.city) IS NOT NULL
        OR p.phone IS NULL AND d.phone IS NOT NULL
        OR p.email IS NULL AND d.email IS NOT NULL
        OR p.pesel IS NULL AND d.pesel IS NOT NULL
        OR p.vat IS NULL AND d.nip IS NOT NULL
        OR p.regon IS NULL AND d.regon IS NOT NULL
        OR p.krs IS NULL AND d.krs IS NOT NULL)"""
)


def _gaps(partner, row):
    """Values that a partner lacks and a row has; an address counts as a whole."""
    row = {"vat" if name == "nip" else name: value for name, value in row.items()}
    if any(partner[name] for name in ADDRESS):
        row = {name: value for name, value in row.items() if name not in ADDRESS}
    return {name: value for name, value in row.items() if value and not partner[name]}
