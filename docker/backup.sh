#!/usr/bin/env bash
# Nightly copy of the database and the filestore into /backups; old ones go.
#   backup.sh once    makes one copy now
#   backup.sh         makes one every night at BACKUP_HOUR
set -euo pipefail

DATABASE=${PGDATABASE:-debt}
FILESTORE=${FILESTORE:-/var/lib/odoo/filestore/$DATABASE}
TARGET=${BACKUP_DIR:-/backups}
KEEP_DAYS=${KEEP_DAYS:-14}

# The database first: files are only ever added, so each one it names is there.
backup() {
    local name partial
    name=$TARGET/$DATABASE-$(date +%Y%m%d-%H%M%S)
    partial=$name.partial
    mkdir -p "$partial"
    pg_dump -Fc -f "$partial/database.dump" "$DATABASE"
    tar -C "$FILESTORE" -cf "$partial/filestore.tar" .
    mv "$partial" "$name"
    echo "backup: $name"
}

remove_old() {
    find "$TARGET" -mindepth 1 -maxdepth 1 -type d -name "$DATABASE-*" \
        -mtime "+$KEEP_DAYS" -exec rm -rf {} +
}

seconds_until_hour() {
    local next
    next=$(date -d "today ${BACKUP_HOUR:-2}:00" +%s)
    [ "$next" -gt "$(date +%s)" ] || next=$(date -d "tomorrow ${BACKUP_HOUR:-2}:00" +%s)
    echo $((next - $(date +%s)))
}

if [ -r /run/secrets/db_password ]; then
    PGPASSWORD=$(cat /run/secrets/db_password)
    export PGPASSWORD
fi

if [ "${1:-}" = once ]; then
    backup
    exit
fi
while true; do
    sleep "$(seconds_until_hour)"
    backup || echo 'backup: FAILED' >&2
    remove_old
done
