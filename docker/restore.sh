#!/usr/bin/env bash
# Puts a backup in the place of the database and its filestore.
#   restore.sh                    lists the backups
#   restore.sh NAME               replaces the database; stop Odoo before
#   restore.sh NAME DATABASE      into another one, to look at it
set -euo pipefail

DATABASE=${2:-${PGDATABASE:-debt}}
FILESTORES=${FILESTORES:-/var/lib/odoo/filestore}
BACKUPS=${BACKUP_DIR:-/backups}
NEW=${DATABASE}_restoring

# Odoo's indexes need an unaccent that is immutable, which no dump tells.
new_database() {
    dropdb --if-exists --force "$NEW"
    createdb -T template0 -E UTF8 --lc-collate=C "$NEW"
    psql -qX -v ON_ERROR_STOP=1 -d "$NEW" \
        -c 'CREATE EXTENSION unaccent' -c 'CREATE EXTENSION pg_trgm' \
        -c 'ALTER FUNCTION unaccent(text) IMMUTABLE'
}

# What is there stays until all of the backup has been read.
restore() {
    local backup=$BACKUPS/$1
    [ -f "$backup/database.dump" ] || { echo "no backup $1 in $BACKUPS" >&2; exit 2; }
    new_database
    pg_restore --exit-on-error --no-owner -d "$NEW" "$backup/database.dump"
    rm -rf "${FILESTORES:?}/$NEW"
    mkdir -p "$FILESTORES/$NEW"
    tar -C "$FILESTORES/$NEW" -xf "$backup/filestore.tar"
    dropdb --if-exists --force "$DATABASE"
    psql -qX -v ON_ERROR_STOP=1 -d postgres \
        -c "ALTER DATABASE \"$NEW\" RENAME TO \"$DATABASE\""
    rm -rf "${FILESTORES:?}/$DATABASE"
    mv "$FILESTORES/$NEW" "$FILESTORES/$DATABASE"
    echo "restored: $1 as $DATABASE"
}

if [ -r /run/secrets/db_password ]; then
    PGPASSWORD=$(cat /run/secrets/db_password)
    export PGPASSWORD
fi

if [ -z "${1:-}" ]; then
    find "$BACKUPS" -mindepth 1 -maxdepth 1 -type d ! -name '*.partial' -printf '%f\n' | sort
    exit
fi
restore "$1"
