# shellcheck shell=bash
# Odoo 19: $ODOO_SOURCE (a checkout) or Debian sid's package, unpacked into
# .local/odoo without touching the system.

ODOO_PREFIX=$LOCAL/odoo
ODOO_FORMAT=1
ODOO_SID_PACKAGES='odoo-19 libjs-jquery libjs-jquery-form libjs-underscore
    fonts-roboto-unhinted fonts-montserrat fonts-ocr-b fonts-glyphicons-halflings'
# Their newer releases have other file names, which Odoo's links would miss.
ODOO_STABLE_PACKAGES='fonts-font-awesome fonts-inconsolata'

odoo_home() { echo "${ODOO_SOURCE:-$ODOO_PREFIX/usr/lib/python3/dist-packages}"; }

odoo_version() {
    if [ -n "${ODOO_SOURCE:-}" ]; then
        echo "source:$ODOO_SOURCE:$(git -C "$ODOO_SOURCE" rev-parse HEAD 2>/dev/null || echo unknown)"
    else
        cat "$ODOO_PREFIX/version"
    fi
}

setup_odoo() {
    if [ -n "${ODOO_SOURCE:-}" ]; then
        [ -f "$ODOO_SOURCE/odoo/release.py" ] || fail "ODOO_SOURCE=$ODOO_SOURCE is no Odoo source tree (odoo/release.py is missing)"
        ODOO_SOURCE=$(cd "$ODOO_SOURCE" && pwd)
    elif ! stamped odoo "$ODOO_FORMAT" || [ ! -f "$ODOO_PREFIX/version" ]; then
        fetch_odoo
        stamp odoo "$ODOO_FORMAT"
    fi
    printf '%s\n' "$(odoo_home)" >"$(site_packages)/odoo.pth"
}

fetch_odoo() {
    local work=$LOCAL/odoo-download
    step 'Odoo 19 from Debian sid (about 125 MB)'
    for tool in apt-get dpkg-deb; do
        have "$tool" || fail "$tool is missing: set ODOO_SOURCE to a checkout of Odoo 19.0"
    done
    rm -rf "$work" "$ODOO_PREFIX"
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/unpacked"
    write_sources "$work"
    logged odoo-lists private_apt "$work" update || fail 'the package lists of Debian sid could not be read'
    # shellcheck disable=SC2046
    logged odoo-download download_debs "$work" $(sid_package_names) || fail 'Odoo could not be downloaded'
    for deb in "$work"/*.deb; do dpkg-deb -x "$deb" "$work/unpacked"; done
    mend_odoo "$work/unpacked"
    basename "$work"/odoo-19_*.deb _all.deb >"$work/unpacked/version"
    mv "$work/unpacked" "$ODOO_PREFIX"
    rm -rf "$work"
    note "$(cat "$ODOO_PREFIX/version")"
}

# The machine's own mirror, as "ADDRESS SUITE".
debian_mirror() {
    local codename
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    apt-get --print-uris update 2>/dev/null |
        sed -n "s|^'\(.*\)/dists/\(${codename:-none}\)/InRelease'.*|\1 \2|p" | head -n 1
}

write_sources() {
    local address suite keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    read -r address suite <<<"$(debian_mirror)" || true
    if [ -z "${suite:-}" ] || [ ! -f "$keyring" ]; then
        fail 'this is no Debian system: set ODOO_SOURCE to a checkout of Odoo 19.0'
    fi
    printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$address" sid "$keyring" "$address" "$suite" >"$1/sources.list"
    SUITE=$suite
}

sid_package_names() {
    local name
    for name in $ODOO_SID_PACKAGES; do echo "$name/sid"; done
    for name in $ODOO_STABLE_PACKAGES; do echo "$name/$SUITE"; done
}

private_apt() {
    local work=$1
    shift
    apt-get -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$work/lists" -o Dir::State::status=/dev/null \
        -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
        -o Acquire::Languages=none "$@"
}

download_debs() { (cd "$1" && private_apt "$1" download "${@:2}"); }

# Three faults of the package; each would show up far from its cause.
mend_odoo() {
    local python=$1/usr/lib/python3/dist-packages dangling
    # A second copy of all addons, Python files only.
    rm -rf "$python/addons"
    # Left out by Debian; without it every browser test fails on a missing asset.
    install -D /dev/null "$python/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    dangling=$(find "$1" -xtype l | head -n 5)
    [ -z "$dangling" ] || note "dangling links in Odoo's package: $dangling"
}
