#!/usr/bin/env bash
# Entry of the container: any command of Odoo, or "init", which makes the
# database when it is missing and otherwise brings the addons up to date.
set -euo pipefail

DATABASE=debt
MODULES=debt_collection,l10n_pl,account_reconcile_oca

read_secret() { if [ -r "/run/secrets/$1" ]; then cat "/run/secrets/$1"; fi; }

database_is_filled() {
    [ "$(psql -qAt -d "$DATABASE" -c "SELECT to_regclass('ir_module_module') IS NOT NULL" 2>/dev/null)" = t ]
}

load() { odoo server --no-http --stop-after-init --workers 0 --max-cron-threads 0 "$@"; }

init() {
    if database_is_filled; then
        load -i "$MODULES" -u debt_collection
        return
    fi
    local password
    password=$(read_secret odoo_admin_password)
    odoo db init "$DATABASE" --force --country PL --language en_US \
        --password "${password:?the secret odoo_admin_password is empty or missing}"
    load -i "$MODULES" --load-language pl_PL
}

secret=$(read_secret db_password)
[ -z "$secret" ] || export PGPASSWORD=$secret

case ${1:-server} in
    init) init ;;
    *) exec odoo "$@" ;;
esac
