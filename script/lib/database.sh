# shellcheck shell=bash
# Odoo's configuration, the cached template databases and the copies of them.

DATABASE=${DEBT_DATABASE:-debt}
TEMPLATE_FORMAT=1
export ODOO_RC=$CONF

write_conf() {
    local template=template1
    external_postgres && template=template0
    connect_postgres
    mkdir -p "$DATA_DIR"
    [ -f "$LOCAL/admin-password" ] || (umask 077 && random_secret >"$LOCAL/admin-password")
    (umask 077 && sed -e "s|@ADDONS_PATH@|$(addons_path)|" -e "s|@DATA_DIR@|$DATA_DIR|" \
        -e "s|@PGHOST@|${PGHOST:-}|" -e "s|@PGPORT@|${PGPORT:-5432}|" \
        -e "s|@PGUSER@|${PGUSER:-}|" -e "s|@PGPASSWORD@|${PGPASSWORD:-}|" \
        -e "s|@DATABASE@|$DATABASE|" -e "s|@TEMPLATE@|$template|" \
        -e "s|@ADMIN_PASSWORD@|$(cat "$LOCAL/admin-password")|" \
        "$LIB/odoo.conf.in" >"$CONF.new")
    mv "$CONF.new" "$CONF"
}

# Odoo refuses an addons path without a single addon in it.
addons_path() {
    if compgen -G "$ROOT/addons/*/__manifest__.py" >/dev/null; then echo "$ROOT/addons"; fi
}

odoo_bin() { "$VENV/bin/python" "$LIB/odoo-bin" "$@"; }
