# shellcheck shell=bash
# Odoo's configuration, the cached template databases and the copies of them.

DATABASE=${DEBT_DATABASE:-debt}
# Raise it when what is done below to a template changes.
TEMPLATE_FORMAT=2
# Installed beside what our addons depend on: the Polish chart of accounts.
EXTRA_MODULES=l10n_pl
FILESTORE=$DATA_DIR/filestore
export ODOO_RC=$CONF

odoo_bin() { "$VENV/bin/python" "$LIB/odoo-bin" "$@"; }
addons() { "$VENV/bin/python" "$LIB/addons.py" "$1"; }

write_conf() {
    connect_postgres
    mkdir -p "$DATA_DIR"
    [ -f "$LOCAL/admin-password" ] || (umask 077 && random_secret >"$LOCAL/admin-password")
    local template=template1
    ! external_postgres || template=template0
    (umask 077 && ADMIN_PASSWORD=$(cat "$LOCAL/admin-password") TEMPLATE=$template \
        DATABASE=$DATABASE DATA_DIR=$DATA_DIR ADDONS_PATH=$(addons_path) \
        PGHOST=${PGHOST:-} PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-} PGPASSWORD=${PGPASSWORD:-} \
        "$VENV/bin/python" "$LIB/fill.py" "$LIB/odoo.conf.in" >"$CONF.new")
    mv "$CONF.new" "$CONF"
}

# Odoo refuses an addons path without a single addon in it.
addons_path() {
    if compgen -G "$ROOT/addons/*/__manifest__.py" >/dev/null; then echo "$ROOT/addons"; fi
}

# --- Keys -------------------------------------------------------------------

base_modules() { echo "$EXTRA_MODULES,$(addons foreign)"; }

base_key() {
    { cat "$ROOT/requirements.txt"; odoo_version; base_modules; echo "$TEMPLATE_FORMAT $ROOT"; } | hash_of
}

# What stands below our addons, and the addons.
project_key() { echo "$(base_key) $(addons hash)"; }

full_key() { project_key | hash_of; }

# --- Databases and their filestores -----------------------------------------

sql() { psql -qAtX -v ON_ERROR_STOP=1 -d "${2:-postgres}" -c "$1"; }

database_exists() { [ "$(sql "SELECT 1 FROM pg_database WHERE datname = '$1'")" = 1 ]; }

database_names() { sql "SELECT datname FROM pg_database WHERE datname LIKE '${1//_/\\_}%' ORDER BY 1"; }

drop_database() {
    dropdb --if-exists --force "$1" 2>/dev/null || true
    rm -rf "${FILESTORE:?}/$1"
}

copy_database() {
    createdb -T "$1" "$2"
    rm -rf "${FILESTORE:?}/$2"
    [ ! -d "$FILESTORE/$1" ] || cp -al "$FILESTORE/$1" "$FILESTORE/$2"
}

# A template gets its name only when it is complete.
finish_template() {
    rm -rf "${FILESTORE:?}/$2"
    [ ! -d "$FILESTORE/$1" ] || mv "$FILESTORE/$1" "$FILESTORE/$2"
    sql "ALTER DATABASE \"$1\" RENAME TO \"$2\""
}

# install DATABASE MODULES [OPTION...]: errors in Odoo's log count as failure.
install_modules() {
    local database=$1 modules=$2 log=$LOCAL/log/install.log
    shift 2
    logged install odoo_bin server -d "$database" --no-http --stop-after-init \
        --max-cron-threads 0 -i "$modules" "$@" || return 1
    ! grep -E '^[0-9-]+ [0-9:,]+ [0-9]+ (ERROR|CRITICAL) ' "$log" >&2
}

# --- Templates --------------------------------------------------------------

build_base_template() {
    local name=$1 building=${DATABASE}_building
    step "Base database: Odoo with $(base_modules) (once, about a minute)"
    drop_database "$building"
    logged db-init odoo_bin db init "$building" --country PL --language en_US || fail 'Odoo could not make a database'
    install_modules "$building" "$(base_modules)" --load-language pl_PL || fail 'the base modules could not be installed'
    warm_up "$building"
    finish_template "$building" "$name"
}

build_full_template() {
    local base=$1 name=$2 building=${DATABASE}_building
    step "Template database with $(addons names)"
    drop_database "$building"
    copy_database "$base" "$building"
    install_modules "$building" "$(addons names)" || fail 'our addons could not be installed'
    warm_up "$building"
    finish_template "$building" "$name"
}

# Asset bundles made once here are not made again in each copy; with those of
# the base template at hand only the bundles that our addons change take time.
warm_up() {
    logged warm-up odoo_shell "$1" "$LIB/warm_up.py" || note 'asset bundles could not be made beforehand'
}

odoo_shell() { odoo_bin shell -d "$1" --no-http --log-level=warn <"$2"; }

# Makes what is missing and sets TEMPLATE to the name of the full template.
ensure_templates() {
    local base
    base=${DATABASE}_base_$(base_key)
    TEMPLATE=${DATABASE}_full_$(full_key)
    mkdir -p "$FILESTORE"
    database_exists "$TEMPLATE" || locked templates build_templates "$base" "$TEMPLATE"
}

build_templates() {
    database_exists "$1" || build_base_template "$1"
    database_exists "$2" || { [ -z "$(addons names)" ] && copy_database "$1" "$2"; } || build_full_template "$1" "$2"
    drop_old_templates "$1" "$2"
}

# One older full template is kept: another run may just be copying it.
drop_old_templates() {
    local keep=$LOCAL/stamps/templates name
    { tail -n 1 "$keep" 2>/dev/null || true; echo "$2"; } >"$keep.new"
    mv "$keep.new" "$keep"
    for name in $(database_names "${DATABASE}_base_") $(database_names "${DATABASE}_full_"); do
        [ "$name" = "$1" ] || grep -qx "$name" "$keep" || drop_database "$name"
    done
}

# --- The project's database -------------------------------------------------

# The key of the addons a database was made or upgraded with is its comment.
database_key() { sql "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$1'"; }
set_database_key() { sql "COMMENT ON DATABASE \"$1\" IS '$2'"; }

ensure_project_database() {
    local key
    key=$(project_key)
    [ "$(database_key "$DATABASE")" = "$key" ] || locked project-database make_project_database "$key"
}

make_project_database() {
    [ "$(database_key "$DATABASE")" != "$1" ] || return 0
    if database_exists "$DATABASE"; then upgrade_project_database "$1"; else create_project_database; fi
    set_database_key "$DATABASE" "$1"
}

create_project_database() {
    ensure_templates
    step "Database $DATABASE"
    drop_database "$DATABASE"
    copy_database "$TEMPLATE" "$DATABASE"
    load_demo_story
}

# The demonstration data is a command of our addon.
load_demo_story() {
    grep -qs '"demo"' "$ROOT"/addons/*/cli/debt.py || return 0
    step 'Demonstration data'
    logged demo odoo_bin debt demo || { drop_database "$DATABASE"; fail 'the demonstration data could not be loaded'; }
}

upgrade_project_database() {
    local modules stored
    modules=$(addons names)
    stored=$(database_key "$DATABASE")
    [ "${stored%% *}" = "${1%% *}" ] || modules=$(base_modules),$modules
    step "Database $DATABASE is brought up to date (the addons changed)"
    install_modules "$DATABASE" "$modules" -u "$modules" ||
        fail "the database could not be upgraded; script/odoo db drop $DATABASE starts afresh"
}
