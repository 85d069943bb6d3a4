from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.query import Query


class DebtCostAnalysis(models.Model):
    """What collecting costs and brings: booked costs, standard cost of work, money.

    A line for each cost, each event done, each part of a payment credited to costs and
    each payment. Outlays count whoever is to bear them; what debtors give back and
    what was collected stand beside them.
    """

    _name = "debt.cost.analysis"
    _description = "Cost of Collection"
    _auto = False
    _rec_name = "case_id"
    _order = "date desc, id desc"

    source = fields.Selection(
        [
            ("cost", "Booked cost"),
            ("event", "Work at standard cost"),
            ("recovered", "Cost paid by the debtor"),
            ("payment", "Money collected"),
        ],
        readonly=True,
    )
    date = fields.Date(readonly=True)
    case_id = fields.Many2one("debt.case", readonly=True)
    package_id = fields.Many2one("debt.package", readonly=True)
    agreement_id = fields.Many2one("debt.agreement", readonly=True)
    creditor_id = fields.Many2one("res.partner", readonly=True)
    team_id = fields.Many2one("debt.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Collector", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    cost_kind_id = fields.Many2one("debt.cost.kind", readonly=True)
    event_type_id = fields.Many2one("debt.event.type", readonly=True)
    borne_by = fields.Selection([("us", "Us"), ("creditor", "Creditor")], readonly=True)
    event_count = fields.Integer(string="Events", readonly=True)
    standard_cost = fields.Monetary(
        string="Work",
        readonly=True,
        help="Events done, at the unit cost of their type.",
    )
    borne_us = fields.Monetary(string="Outlays of Ours", readonly=True)
    borne_creditor = fields.Monetary(string="Outlays of the Creditor", readonly=True)
    true_cost = fields.Monetary(
        readonly=True, help="Work and all outlays, whoever bears them."
    )
    charged = fields.Monetary(string="Charged to Debtors", readonly=True)
    waived = fields.Monetary(readonly=True)
    recovered = fields.Monetary(
        string="Costs Paid by Debtors",
        readonly=True,
        help="Money of debtors that was credited to costs.",
    )
    net_cost = fields.Monetary(
        readonly=True, help="True cost less what debtors paid towards costs."
    )
    collected = fields.Monetary(
        readonly=True, help="All money collected, whoever received it."
    )
    cost_per_100 = fields.Float(
        string="Cost of 100 zł",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="True cost of each 100 zł collected, in the lines added up.",
    )

    def _read_group_select(self, aggregate_spec: str, query: Query) -> SQL:
        """Divide the sums; an average of lines would mean nothing."""
        if aggregate_spec != "cost_per_100:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "COALESCE(100.0 * SUM(%s) / NULLIF(SUM(%s), 0), 0)",
            self._field_to_sql(self._table, "true_cost", query),
            self._field_to_sql(self._table, "collected", query),
        )

    @property
    def _table_query(self):
        """Return SQL of the lines of all sources."""
        for model in (
            "debt.case", "debt.cost", "debt.cost.kind", "debt.event",
            "debt.event.type", "debt.payment", "debt.payment.allocation",
        ):  # fmt: skip
            self.env[model].flush_model()
        return SQL(
            """SELECT part.*, debtcase.package_id, debtcase.agreement_id,
                      debtcase.creditor_id, debtcase.team_id, debtcase.user_id,
                      debtcase.company_id, debtcase.currency_id,
                      standard_cost + borne_us + borne_creditor AS true_cost,
                      standard_cost + borne_us + borne_creditor - recovered
                          AS net_cost,
                      NULL::numeric AS cost_per_100
                 FROM (%s) part
                 JOIN debt_case debtcase ON debtcase.id = part.case_id""",
            SQL(" UNION ALL ").join((_COSTS, _EVENTS, _RECOVERED, _PAYMENTS)),
        )

    @api.model
    def _true_costs(self, field, ids):
        """Return ``{id: true cost}`` by case, package or agreement."""
        groups = self._read_group([(field, "in", ids)], [field], ["true_cost:sum"])
        return {record.id: amount for record, amount in groups}


# The id of a line is that of its record, and where the line comes from.
_COSTS = SQL(
    """SELECT cost.id::bigint * 4 AS id, 'cost' AS source, cost.date, cost.case_id,
              cost.kind_id AS cost_kind_id, NULL::int AS event_type_id,
              cost.borne_by, 0 AS event_count, 0::numeric AS standard_cost,
              CASE WHEN kind.outlay AND cost.borne_by = 'us'
                   THEN cost.amount ELSE 0 END AS borne_us,
              CASE WHEN kind.outlay AND cost.borne_by = 'creditor'
                   THEN cost.amount ELSE 0 END AS borne_creditor,
              CASE WHEN cost.charged AND cost.state = 'booked'
                   THEN cost.amount ELSE 0 END AS charged,
              CASE WHEN cost.state = 'waived' THEN cost.amount ELSE 0 END AS waived,
              0::numeric AS recovered, 0::numeric AS collected
         FROM debt_cost cost JOIN debt_cost_kind kind ON kind.id = cost.kind_id"""
)
_EVENTS = SQL(
    """SELECT event.id::bigint * 4 + 1, 'event', event.date, event.case_id,
              NULL::int, event.type_id, 'us', 1, COALESCE(type.unit_cost, 0),
              0::numeric, 0::numeric, 0::numeric, 0::numeric, 0::numeric, 0::numeric
         FROM debt_event event JOIN debt_event_type type ON type.id = event.type_id
        WHERE event.state = 'done' AND event.case_id IS NOT NULL"""
)
_RECOVERED = SQL(
    """SELECT part.id::bigint * 4 + 2, 'recovered', part.date, part.case_id,
              cost.kind_id, NULL::int, cost.borne_by, 0, 0::numeric, 0::numeric,
              0::numeric, 0::numeric, 0::numeric, part.amount, 0::numeric
         FROM debt_payment_allocation part
         JOIN debt_payment payment ON payment.id = part.payment_id
         JOIN debt_cost cost ON cost.id = part.cost_id
        WHERE part.kind = 'cost' AND payment.received_by != 'nobody'"""
)
_PAYMENTS = SQL(
    """SELECT payment.id::bigint * 4 + 3, 'payment', payment.date, payment.case_id,
              NULL::int, NULL::int, NULL, 0, 0::numeric, 0::numeric, 0::numeric,
              0::numeric, 0::numeric, 0::numeric, payment.amount
         FROM debt_payment payment
        WHERE payment.state = 'booked' AND payment.received_by != 'nobody'"""
)
