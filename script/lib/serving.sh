# shellcheck shell=bash
# How script/server starts, announces and stops Odoo. Sourced.

PORT=${PORT:-8069}
SERVER_PID=$LOCAL/server.pid
SERVER_LOG=$LOCAL/log/server.log

# Prints the process id of the running server, if there is one.
running_server() {
    local pid
    pid=$(cat "$SERVER_PID" 2>/dev/null) || return 1
    grep -qsz 'odoo-bin' "/proc/$pid/cmdline" && echo "$pid"
}

refuse_second_server() {
    local pid
    if pid=$(running_server); then
        fail "the server runs already (process $pid); script/stop stops it"
    fi
    port_is_free "$PORT" || fail "port $PORT is taken by another program; choose one: PORT=8070 script/server"
}

answers() {
    "$VENV/bin/python" - "http://localhost:$PORT/web/login" <<'PY'
import sys
import urllib.request

try:
    urllib.request.urlopen(sys.argv[1], timeout=10)
except OSError:
    sys.exit(1)
PY
}

wait_for_answer() {
    local tries
    for ((tries = 0; tries < 120; tries++)); do
        answers && return
        kill -0 "$1" 2>/dev/null || return 1
        sleep 0.5
    done
    return 1
}

welcome() { sed "s|@URL@|http://localhost:$PORT|g" "$LIB/welcome.txt"; }

announce_when_ready() { if wait_for_answer $$; then welcome; fi; }

start_in_background() {
    local pid
    mkdir -p "$(dirname "$SERVER_LOG")"
    setsid nohup "$VENV/bin/python" "$LIB/odoo-bin" server --http-port "$PORT" "$@" \
        >"$SERVER_LOG" 2>&1 </dev/null &
    pid=$!
    echo "$pid" >"$SERVER_PID"
    if ! wait_for_answer "$pid"; then
        tail -n 30 "$SERVER_LOG" >&2
        fail "the server did not start; the whole log: $SERVER_LOG"
    fi
    welcome
}

stop_server() {
    local pid tries
    pid=$(running_server) || return 0
    step "The server stops (process $pid)"
    kill "$pid"
    for ((tries = 0; tries < 60; tries++)); do
        kill -0 "$pid" 2>/dev/null || { rm -f "$SERVER_PID"; return 0; }
        sleep 0.5
    done
    fail "process $pid does not end; see $SERVER_LOG"
}
