# shellcheck shell=bash
# Paths, messages and stamps shared by every script. Sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LIB=$ROOT/script/lib
LOCAL=$ROOT/.local
VENV=$LOCAL/venv
CONF=$LOCAL/odoo.conf
DATA_DIR=$LOCAL/data

# All progress goes to stderr, so that stdout stays what a command prints.
step() { printf '== %s\n' "$*" >&2; }
note() { printf '   %s\n' "$*" >&2; }
fail() { printf '!! %s\n' "$*" >&2; exit 1; }

have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }
hash_of() { sha256sum | cut -c1-16; }

# A stamp says that a step was done for just these inputs.
stamped() { [ "$(cat "$LOCAL/stamps/$1" 2>/dev/null)" = "$2" ]; }
stamp() { mkdir -p "$LOCAL/stamps"; printf '%s\n' "$2" >"$LOCAL/stamps/$1"; }

# logged NAME COMMAND...: output into .local/log/NAME.log, shown when it fails.
logged() {
    local log=$LOCAL/log/$1.log
    shift
    mkdir -p "$LOCAL/log"
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        note "the whole log: $log"
        return 1
    fi
}

# locked NAME COMMAND...: one process at a time. Not to be called in a
# condition, where the shell would not stop at the first error.
locked() {
    local name=$1 fd
    shift
    mkdir -p "$LOCAL/lock"
    exec {fd}>"$LOCAL/lock/$name"
    flock -n "$fd" || { note "waiting for another run ($name)"; flock "$fd"; }
    LOCK_FD=$fd "$@"
    exec {fd}>&-
}

random_secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# Compiled Python stays in the project folder, away from the sources.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$LOCAL/pycache
