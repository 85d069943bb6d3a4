from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.query import Query

BALANCE_FIELDS = (
    "principal_due",
    "interest_due",
    "costs_due",
    "paid_total",
    "total_due",
)


class DebtBalanceMixin(models.AbstractModel):
    """Amounts owed as of the day of the context (``debt_as_of``), else today.

    The fields are computed, yet can be sorted, grouped, summed and searched: SQL
    gets them from :class:`DebtBalance`.
    """

    _name = "debt.balance.mixin"
    _description = "Balance Fields"

    currency_id = fields.Many2one("res.currency")
    principal_due = fields.Monetary(
        compute="_compute_balance",
        search="_search_principal_due",
    )
    interest_due = fields.Monetary(
        compute="_compute_balance", search="_search_interest_due"
    )
    costs_due = fields.Monetary(compute="_compute_balance", search="_search_costs_due")
    paid_total = fields.Monetary(
        string="Paid", compute="_compute_balance", search="_search_paid_total"
    )
    total_due = fields.Monetary(compute="_compute_balance", search="_search_total_due")

    def _balance_fields(self):
        """Return the names of the balance fields of this model."""
        return BALANCE_FIELDS

    def _balance_query(self, ids, as_of):
        """Return (SQL of balances, name of its id column); for extension."""
        raise NotImplementedError

    @api.depends_context("debt_as_of")
    def _compute_balance(self):
        balances = self._balances(self.env["debt.balance"]._as_of())
        for record in self:
            balance = balances.get(record._origin.id, {})
            for name in self._balance_fields():
                record[name] = balance.get(name, 0)

    def _balances(self, as_of):
        """Return ``{id: {field: Decimal}}`` for these records on a day."""
        ids = tuple(self._origin.ids)
        if not ids:
            return {}
        self.env["debt.balance"]._flush()
        query, column = self._balance_query(SQL("SELECT unnest(%s)", list(ids)), as_of)
        rows = self.env.execute_query_dict(query)
        return {row[column]: row for row in rows}

    def _field_to_sql(
        self, alias: str, field_expr: str, query: Query | None = None
    ) -> SQL:
        """Give SQL of balance fields, for sorting and totals of any list."""
        if field_expr not in self._balance_fields():
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        joined = query.make_alias(alias, "balance")
        if joined not in query._joins:
            self.env["debt.balance"]._flush()
            as_of = self.env["debt.balance"]._as_of()
            wanted = query.subselect() if query.where_clause else None
            balance, column = self._balance_query(wanted, as_of)
            query.add_join(
                "LEFT JOIN",
                joined,
                SQL("(%s)", balance),
                SQL(
                    "%s = %s",
                    SQL.identifier(joined, column),
                    SQL.identifier(alias, "id"),
                ),
            )
        return SQL("COALESCE(%s, 0)", SQL.identifier(joined, field_expr))

    def _search_balance(self, name, operator, value):
        """Return a domain of the records whose balance compares as wanted."""
        if operator not in (">", ">=", "<", "<=", "=", "!=", "in", "not in"):
            return NotImplemented
        self.env["debt.balance"]._flush()
        as_of = self.env["debt.balance"]._as_of()
        balance, column = self._balance_query(None, as_of)
        if operator in ("in", "not in"):
            condition = SQL("= ANY(%s)", [v or 0 for v in value])
        else:
            condition = SQL("%s %s", SQL(operator), value)
        amount = SQL("COALESCE(%s, 0)", SQL.identifier("balance", name))
        test = SQL("%s %s", amount, condition)
        if operator == "not in":
            test = SQL("NOT (%s)", test)
        found = SQL(
            "(SELECT main.id FROM %s main LEFT JOIN (%s) balance"
            " ON %s = main.id WHERE %s)",
            SQL.identifier(self._table),
            balance,
            SQL.identifier("balance", column),
            test,
        )
        return Domain("id", "in", found)

    def _search_principal_due(self, operator, value):
        return self._search_balance("principal_due", operator, value)

    def _search_interest_due(self, operator, value):
        return self._search_balance("interest_due", operator, value)

    def _search_costs_due(self, operator, value):
        return self._search_balance("costs_due", operator, value)

    def _search_paid_total(self, operator, value):
        return self._search_balance("paid_total", operator, value)

    def _search_total_due(self, operator, value):
        return self._search_balance("total_due", operator, value)
