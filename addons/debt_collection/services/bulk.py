"""Writing many records by SQL without losing what the ORM would have done.

Defaults come from the model. Stored computed fields that the SQL does not fill are
left to the ORM, so a field that another addon adds is right as well.
"""

from odoo.tools import SQL


def defaults(model, given):
    """``{column: SQL value}`` of the stored fields with a default, and of the log.

    :param given: names of columns that the caller fills
    """
    names = [
        name
        for name, field in model._fields.items()
        if field.store and field.column_type and name not in given
    ]
    record = model.new({})
    found = {
        name: SQL("%s", model._fields[name].convert_to_column_insert(value, record))
        for name, value in model.default_get(names).items()
        if name in names
    }
    if not model._log_access:
        return found
    moment = SQL("%s", model.env.cr.now())
    user = SQL("%s", model.env.uid)
    log = {"create_uid": user, "create_date": moment}
    return found | log | {"write_uid": user, "write_date": moment}


def insert(model, columns, source, once=False):
    """Insert rows of a query; return the ids in no special order.

    :param columns: ``{column: SQL expression}`` over the tables of ``source``
    :param source: SQL from FROM on
    :param once: leave out rows whose unique key is there already
    """
    columns = defaults(model, columns) | columns
    query = SQL(
        "INSERT INTO %s (%s) SELECT %s %s %s RETURNING id",
        SQL.identifier(model._table),
        SQL(", ").join(map(SQL.identifier, columns)),
        SQL(", ").join(columns.values()),
        source,
        SQL("ON CONFLICT DO NOTHING") if once else SQL(),
    )
    ids = [row_id for (row_id,) in model.env.execute_query(query)]
    model.invalidate_model()
    return ids


def stored_computed(model, changed):
    """Names of stored computed fields that depend on changed fields of the record."""
    affected, grown = set(changed), True
    depends = model.pool.field_depends
    while grown:
        found = {
            name
            for name, field in model._fields.items()
            if field.compute
            and name not in affected
            and any(path.split(".")[0] in affected for path in depends.get(field, ()))
        }
        grown = bool(found)
        affected |= found
    return {name for name in affected - set(changed) if model._fields[name].store}


def recompute(records, names, batch=1000):
    """Let the ORM compute stored fields of records, and forget what it read."""
    for start in range(0, len(records) if names else 0, batch):
        part = records[start : start + batch]
        for name in sorted(names):
            records.env.add_to_compute(records._fields[name], part)
        records.env.flush_all()
        records.env.invalidate_all()
