"""Giving numbers of virtual accounts to cases or their debtors, by sets."""

from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.virtual_account import capacity, make_number
from . import bulk

_SAME_DEBTOR = "a.debtor_id = c.debtor_id AND a.case_id IS NULL"


class VirtualAccounts:
    """Gives numbers; the same number never goes to two, whoever runs at once.

    Each pool counts by a sequence of the database, which needs no lock and never goes
    back: a run that fails leaves a gap, never a number for two.
    """

    def __init__(self, env):
        self.env = env

    def give(self, cases, complain=False):
        """Give a number to every case, or its debtor, that has none in its pool.

        The number of queries depends on the pools, not on the cases.

        :param cases: debt.case records; those of agreements without a pool are left
        :param complain: raise where a pool has too few numbers left; otherwise the
            first cases get those that are left
        :return: how many numbers were given
        :raises UserError: see above; nothing is given then
        """
        pools = self.env["debt.virtual.pool"]._pools_of(cases.agreement_id)
        wanted = {}
        for agreement, own in cases.grouped("agreement_id").items():
            for pool in pools.get(agreement, ())[:1]:
                wanted[pool] = wanted.get(pool, cases.browse()) | own
        return sum(self._give(pool, own, complain) for pool, own in wanted.items())

    def _give(self, pool, cases, complain):
        given = 0
        # A number that was entered by hand before its turn is skipped: once more then.
        while owners := self._without_number(pool, cases):
            numbers = self._take(pool, len(owners))
            self._check_enough(pool, owners, numbers, complain)
            if not numbers:
                break
            given += self._insert(pool, owners[: len(numbers)], numbers)
        return given

    def _check_enough(self, pool, owners, numbers, complain):
        if complain and len(numbers) < len(owners):
            raise UserError(
                self.env._(
                    "Pool %(pool)s has only %(left)s numbers left of the %(wanted)s "
                    "that are needed. Ask the bank for another prefix and make a pool "
                    "of it.",
                    pool=pool.name,
                    left=len(numbers),
                    wanted=len(owners),
                )
            )

    def _without_number(self, pool, cases):
        """Return ``[(case id or None, debtor id)]`` of those who lack a number."""
        self.env["debt.case"].flush_model(["debtor_id"])
        self.env["debt.virtual.account"].flush_model()
        by_case = pool.owner == "case"
        query = SQL(
            """SELECT %(owner)s, c.debtor_id FROM debt_case c
                WHERE c.id = ANY(%(cases)s) AND NOT EXISTS (
                      SELECT 1 FROM debt_virtual_account a
                       WHERE a.pool_id = %(pool)s AND %(same)s)
             GROUP BY 1, 2 ORDER BY MIN(c.id)""",
            owner=SQL("c.id") if by_case else SQL("NULL::integer"),
            same=SQL("a.case_id = c.id") if by_case else SQL(_SAME_DEBTOR),
            cases=list(cases.ids),
            pool=pool.id,
        )
        return self.env.execute_query(query)

    def _take(self, pool, count):
        """Return the next numbers of a pool, as many as it has at most."""
        pool._forget_counter()
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{pool.sequence_id.id:03d}",
                min(count, int(pool.left)),
            )
        )
        pool._forget_counter()
        prefix = pool.prefix or ""
        room = capacity(prefix)
        return [
            make_number(pool.sort_code, prefix, place)
            for (place,) in sorted(rows)
            if place < room
        ]

    def _insert(self, pool, owners, numbers):
        # A second run at the same time meets the unique key of the owner.
        source = SQL(
            "FROM unnest(%s::integer[], %s::integer[], %s::text[])"
            " AS n (case_id, debtor_id, number)",
            [case_id for case_id, _debtor in owners],
            [debtor_id for _case, debtor_id in owners],
            numbers,
        )
        columns = {
            "pool_id": SQL("%s", pool.id),
            "company_id": SQL("%s", pool.company_id.id),
            "number": SQL("n.number"),
            "identifier": SQL("right(n.number, %s)", pool.reported_digits),
            "case_id": SQL("n.case_id"),
            "debtor_id": SQL("n.debtor_id"),
        }
        model = self.env["debt.virtual.account"]
        return len(bulk.insert(model, columns, source, once=True))
