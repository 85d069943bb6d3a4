"""Copies a few records that belong together many times over, by SQL.

What the copies hold is what the product itself wrote for the originals.
"""

from odoo.tools import SQL


def clone(env, originals, copies, renamed):
    """Make copies of records and keep the references among them.

    :param originals: recordsets, of one model each
    :param copies: how many copies of all of them
    :param renamed: names of fields that must be unique; copies get a number behind
    """
    env.flush_all()
    for records in originals:
        _let_references_wait(env, records._table)
    starts = {records._name: _reserve(env, records, copies) for records in originals}
    by_model = {records._name: records for records in originals}
    for records in originals:
        _copy(env, records, by_model, starts, copies, renamed)
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(records._table)))
    env.invalidate_all()


def _let_references_wait(env, table):
    """Check foreign keys at the commit only: references go in circles."""
    env.cr.execute(
        "SELECT conname FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'f'",
        (table,),
    )
    for [name] in env.cr.fetchall():
        env.cr.execute(
            SQL(
                "ALTER TABLE %s ALTER CONSTRAINT %s DEFERRABLE INITIALLY DEFERRED",
                SQL.identifier(table),
                SQL.identifier(name),
            )
        )


def _reserve(env, records, copies):
    """Return the first of the ids that are set aside for the copies."""
    sequence = f"{records._table}_id_seq"
    env.cr.execute("SELECT nextval(%s)", (sequence,))
    [start] = env.cr.fetchone()
    last = start + len(records) * copies
    env.cr.execute("SELECT setval(%s, %s)", (sequence, last))
    return start


def _copy(env, records, by_model, starts, copies, renamed):
    columns = [
        name
        for name, field in records._fields.items()
        if field.store and field.column_type
    ]
    values = [_value(records, name, by_model, starts, renamed) for name in columns]
    env.cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(columns)s) SELECT %(values)s"
            " FROM %(table)s o, generate_series(0, %(last)s) n"
            " WHERE o.id = ANY(%(ids)s)",
            table=SQL.identifier(records._table),
            columns=SQL(", ").join(map(SQL.identifier, columns)),
            values=SQL(", ").join(values),
            last=copies - 1,
            ids=records.ids,
        )
    )


def _value(records, name, by_model, starts, renamed):
    """Return SQL of the value of a column of copy ``n``."""
    column, field = SQL.identifier("o", name), records._fields[name]
    target = records._name if name == "id" else field.comodel_name
    if target in by_model and (name == "id" or field.type == "many2one"):
        ids = by_model[target].ids
        return SQL(
            "COALESCE(%s + n * %s + array_position(%s, %s) - 1, %s)",
            starts[target],
            len(ids),
            ids,
            column,
            column,
        )
    if name in renamed:
        return SQL("%s || '/' || n", column)
    return column
