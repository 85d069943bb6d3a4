# shellcheck shell=bash
# The project's virtual environment, made and filled by uv from PyPI.

UV_VERSION=0.13.9
export UV_CACHE_DIR=$LOCAL/cache/uv

usable_python() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

# The system's python3 first: LibreOffice's uno module is built for it.
find_python() {
    local candidate
    for candidate in "${PYTHON:-}" /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] && usable_python "$candidate" && { command -v "$candidate"; return; }
    done
    apt_install python3 python3-venv && usable_python /usr/bin/python3 && { echo /usr/bin/python3; return; }
    fail 'Python 3.11, 3.12 or 3.13 is needed: install one (Debian: apt-get install python3 python3-venv) or set PYTHON to it'
}

# Prints the path of uv, fetching it into .local/tools when the machine has none.
find_uv() {
    local python=$1 tools=$LOCAL/tools
    if [ -x "$tools/bin/uv" ]; then echo "$tools/bin/uv"; return; fi
    if have uv; then command -v uv; return; fi
    "$python" -c 'import venv, ensurepip' 2>/dev/null || apt_install python3-venv ||
        fail "venv and pip are missing for $python: apt-get install python3-venv (as root), then run again"
    logged uv-venv "$python" -m venv --clear "$tools" || fail "no virtual environment could be made with $python"
    logged uv-pip "$tools/bin/pip" install -q --no-cache-dir "uv==$UV_VERSION" || fail 'uv could not be installed from PyPI'
    echo "$tools/bin/uv"
}

# uv reads neither pip's settings nor, unasked, the machine's certificates.
settle_uv() {
    local index
    [ ! -f /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=1
    [ -x "$LOCAL/tools/bin/pip" ] || return 0
    index=$("$LOCAL/tools/bin/pip" config list 2>/dev/null | sed -n "s/^.*[.]index-url='\(.*\)'\$/\1/p" | head -n 1)
    [ -z "$index" ] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
}

requirements_key() { cat "$ROOT/requirements.txt" "$ROOT/requirements-dev.txt" | hash_of; }

setup_python() {
    local key python uv
    key="$(requirements_key) $ROOT"
    stamped python "$key" && [ -x "$VENV/bin/python" ] && return
    step 'Python packages (virtual environment in .local/venv)'
    python=$(find_python)
    uv=$(find_uv "$python")
    settle_uv
    if [ ! -x "$VENV/bin/python" ] || ! stamped python-root "$ROOT"; then
        logged venv "$uv" venv -q --clear -p "$python" "$VENV" || fail 'the virtual environment could not be made'
    fi
    # --no-deps: both files are complete lists, and odoo itself, which the OCA
    # wheels ask for, is not on PyPI.
    logged requirements "$uv" pip sync -q -p "$VENV/bin/python" \
        "$ROOT/requirements.txt" "$ROOT/requirements-dev.txt" || fail 'Python packages could not be installed'
    link_uno
    stamp python-root "$ROOT"
    stamp python "$key"
}

site_packages() { "$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }

# LibreOffice's bridge comes with the system's Python only.
link_uno() {
    local source=/usr/lib/python3/dist-packages file site
    site=$(site_packages)
    for file in uno.py unohelper.py; do
        [ ! -e "$source/$file" ] || ln -sf "$source/$file" "$site/$file"
    done
    for file in "$source"/pyuno*.so; do
        [ ! -e "$file" ] || ln -sf "$file" "$site/"
    done
}
