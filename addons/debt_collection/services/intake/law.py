"""Limitation of many claims: computed once for all that are alike in law."""

import json

from odoo.tools import SQL

from ...tools.limitation import limitation


def judge_new(env):
    """Judge the new claims of the stage; see ``_judge``, the ids are records."""
    _judge(
        env,
        SQL(
            """SELECT s.record AS id, %s AS rule_id, a.creditor_status AS creditor,
                      p.debt_legal_status AS debtor, s.due_date
                 FROM debt_stage s
                 JOIN res_partner p ON p.id = s.partner_id
                 JOIN debt_agreement a ON a.id = s.agreement_id
                WHERE s.outcome = 'create' AND NOT s.refused""",
            _rule_id(env, SQL("s")),
        ),
    )


def store(env, claim_ids):
    """Judge existing claims and store the outcome."""
    _judge(
        env,
        SQL(
            """SELECT c.id, %s AS rule_id, a.creditor_status AS creditor,
                      p.debt_legal_status AS debtor, c.due_date
                 FROM debt_claim c
                 JOIN debt_agreement a ON a.id = c.agreement_id
                 JOIN res_partner p ON p.id = c.debtor_id
                WHERE c.id = ANY(%s)""",
            _rule_id(env, SQL("c")),
            claim_ids,
        ),
    )
    env.cr.execute(
        """UPDATE debt_claim claim
              SET limitation_date = o.last_day,
                  limitation_alternative = o.alternative,
                  limitation_reasons = o.reasons
             FROM debt_stage_law o WHERE o.id = claim.id"""
    )


def store_with_events(env, claim_ids):
    """Let the ORM judge those claims whose cases have events that touch limitation."""
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT c.id FROM debt_claim c
                 JOIN debt_event e ON e.case_id = c.case_id AND e.state = 'done'
                 JOIN debt_event_type t ON t.id = e.type_id
                  AND t.limitation_effect IS NOT NULL
                WHERE c.id = ANY(%s)""",
            claim_ids,
        )
    )
    env["debt.claim"].browse(claim_id for (claim_id,) in rows)._update_limitation()


def _rule_id(env, claim):
    """SQL of the limitation rule of a claim of an agreement a."""
    business = env.ref("debt_collection.limitation_rule_business", False)
    return SQL(
        "COALESCE(%s.limitation_rule_id, a.limitation_rule_id, %s::integer)",
        claim,
        business.id if business else None,
    )


def _judge(env, facts):
    """Fill the table debt_stage_law: id, last_day, alternative, reasons.

    :param facts: SQL of id, rule_id, creditor, debtor and due_date
    """
    cr = env.cr
    cr.execute(
        "DROP TABLE IF EXISTS debt_stage_fact, debt_stage_outcome, debt_stage_law"
    )
    cr.execute(
        SQL(
            """CREATE TEMPORARY TABLE debt_stage_fact ON COMMIT DROP AS
               SELECT facts.*,
                      concat_ws('|', rule_id, creditor, debtor, due_date) AS key
                 FROM (%s) facts""",
            facts,
        )
    )
    cr.execute(
        """CREATE TEMPORARY TABLE debt_stage_outcome
                  (key text PRIMARY KEY, last_day date, alternative date, reasons jsonb)
                  ON COMMIT DROP"""
    )
    outcomes = _outcomes(env)
    if outcomes:
        cr.execute_values(
            "INSERT INTO debt_stage_outcome VALUES %s", outcomes, page_size=2000
        )
    # Without statistics the planner takes new tables for tiny and loops over them.
    cr.execute("ANALYZE debt_stage_outcome, debt_stage_fact")
    cr.execute(
        """CREATE TEMPORARY TABLE debt_stage_law ON COMMIT DROP AS
           SELECT f.id, o.last_day, o.alternative, o.reasons
             FROM debt_stage_fact f JOIN debt_stage_outcome o ON o.key = f.key"""
    )
    cr.execute("ALTER TABLE debt_stage_law ADD PRIMARY KEY (id)")
    cr.execute("ANALYZE debt_stage_law")


def _outcomes(env):
    """(key, last day, alternative, reasons) for each key of the facts."""
    alike = env.execute_query(
        SQL(
            """SELECT key, rule_id, creditor, debtor, due_date FROM debt_stage_fact
             GROUP BY key, rule_id, creditor, debtor, due_date"""
        )
    )
    rule_ids = {rule_id for _key, rule_id, *_facts in alike if rule_id}
    rules = {
        rule.id: rule._to_rule()
        for rule in env["debt.limitation.rule"].browse(rule_ids)
    }
    return [
        (key, *_outcome(rules.get(rule_id), *facts)) for key, rule_id, *facts in alike
    ]


def _outcome(rule, creditor, debtor, due_date):
    """Last day, alternative and reasons as JSON for some facts."""
    if not rule:
        return None, None, None
    outcome = limitation(rule, creditor, debtor, due_date)
    reasons = [
        [code, {key: str(value) for key, value in params.items()}]
        for code, params in outcome.reasons
    ]
    return outcome.last_day, outcome.alternative, json.dumps(reasons)
