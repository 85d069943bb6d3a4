# shellcheck shell=bash
# Everything the scripts need. Sourced.
LIB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common system python odoo postgres database; do
    # shellcheck source=/dev/null
    . "$LIB_DIR/$part.sh"
done

setup_all() {
    mkdir -p "$LOCAL"
    locked setup setup_steps
    connect_postgres
    # Chromium and LibreOffice keep caches and settings there.
    export XDG_CACHE_HOME=$LOCAL/home/cache XDG_CONFIG_HOME=$LOCAL/home/config
}

setup_steps() {
    setup_system
    setup_python
    setup_odoo
    setup_postgres
    write_conf
}
