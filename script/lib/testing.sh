# shellcheck shell=bash
# How script/test chooses between pure, serial and parallel runs. Sourced.

TEST_DATABASE=${DATABASE}_test_$$

run_tests() {
    check_paths "$@"
    [ -n "$(test_paths "$@")" ] || cd "$ROOT" || return
    if only_pure_tests "$@"; then
        run_pure_tests "$@"
    else
        run_database_tests "$@"
    fi
}

# Paths among pytest's arguments: what is neither an option nor its value.
test_paths() {
    local previous='' argument
    for argument in "$@"; do
        case $argument in
            -*) ;;
            *) [[ $previous =~ ^(-k|-m|-n|-p|-r|-c|-o|-W|--[a-z-]+)$ && ! -e ${argument%%::*} ]] || echo "$argument" ;;
        esac
        previous=$argument
    done
}

check_paths() {
    local path
    while read -r path; do
        [ -z "$path" ] || [ -e "${path%%::*}" ] || fail "no such test file or folder: ${path%%::*}"
    done < <(test_paths "$@")
}

# Tests below a folder tests/tools are of pure functions.
only_pure_tests() {
    local paths path
    paths=$(test_paths "$@")
    [ -n "$paths" ] || return 1
    while read -r path; do
        [[ $path/ == *tests/tools/* || $path == *tests/tools/* ]] || return 1
    done <<<"$paths"
}

run_pure_tests() {
    DEBT_NO_DATABASE=1 exec "$VENV/bin/python" -m pytest --rootdir "$ROOT" \
        --odoo-database none --odoo-config "$CONF" "$@"
}

run_database_tests() {
    local options=() status=0
    [ $# -gt 0 ] || options=(-n 2 --dist loadscope)
    ensure_templates
    drop_dead_test_databases
    trap drop_test_databases EXIT
    copy_database "$TEMPLATE" "$TEST_DATABASE"
    # For tests that need a database of their own.
    export DEBT_TEST_TEMPLATE=$TEMPLATE
    # The workers share one filestore, and one's clean-up takes the other's files.
    sql "INSERT INTO ir_config_parameter (key, value) VALUES ('ir_attachment.location', 'db')
         ON CONFLICT (key) DO UPDATE SET value = 'db'" "$TEST_DATABASE"
    # Tests are not about durability, and no job runner may interfere.
    PGOPTIONS='-c synchronous_commit=off' ODOO_QUEUE_JOB_CHANNELS=root:0 \
        "$VENV/bin/python" -m pytest --rootdir "$ROOT" --odoo-config "$CONF" \
        --odoo-database "$TEST_DATABASE" --odoo-http --odoo-extra max-cron-threads=0 \
        "${options[@]}" "$@" || status=$?
    return "$status"
}

drop_test_databases() {
    local name
    for name in $(database_names "$TEST_DATABASE"); do drop_database "$name"; done
}

# Left by runs that were killed, of tests and benchmarks.
drop_dead_test_databases() {
    local name pid
    for name in $(database_names "${DATABASE}_test_") $(database_names "${DATABASE}_benchmark_"); do
        pid=${name##*_}
        kill -0 "${pid%%-*}" 2>/dev/null || drop_database "$name"
    done
}
