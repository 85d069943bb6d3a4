# shellcheck shell=bash
# Packages of the operating system. Installed when root on a Debian-like
# system; otherwise what is missing is named and the rest goes on.

# command or file that proves presence | package | what it is for | needed
SYSTEM_NEEDS='
soffice|libreoffice-writer-nogui|documents from ODT templates as PDF|optional
/usr/lib/python3/dist-packages/uno.py|python3-uno|documents from ODT templates as PDF|optional
pdftotext|poppler-utils|tests that read PDF files|optional
chromium|chromium|browser tests|optional
wkhtmltopdf|wkhtmltopdf|reports of Odoo as PDF|optional
/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf|fonts-dejavu|Polish letters in documents|optional
/usr/share/fonts/truetype/liberation|fonts-liberation|Polish letters in documents|optional
'

is_there() { case $1 in /*) [ -e "$1" ] ;; *) have "$1" ;; esac; }

missing_system_packages() {
    local proof package purpose kind
    while IFS='|' read -r proof package purpose kind; do
        [ -z "$proof" ] || is_there "$proof" || printf '%s|%s|%s\n' "$package" "$purpose" "$kind"
    done <<<"$SYSTEM_NEEDS"
}

as_admin() {
    if is_root; then "$@"
    elif have sudo && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

can_install() { have apt-get && { is_root || { have sudo && sudo -n true 2>/dev/null; }; }; }

# apt_install PACKAGE...: false when it cannot be done here.
apt_install() {
    can_install || return 1
    step "System packages: $*"
    logged apt-update as_admin apt-get -q update || note 'apt-get update failed; trying with the lists at hand'
    logged apt-install as_admin env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qy --no-install-recommends "$@"
}

setup_system() {
    local missing names
    missing=$(missing_system_packages)
    [ -n "$missing" ] || return 0
    names=$(cut -d'|' -f1 <<<"$missing" | sort -u | tr '\n' ' ')
    # shellcheck disable=SC2086
    apt_install $names || report_missing "$names" "$missing"
}

report_missing() {
    step "Missing system packages (going on without them)"
    while IFS='|' read -r package purpose _; do
        note "$package: $purpose"
    done <<<"$2"
    note "to install them: sudo apt-get install --no-install-recommends $1"
}
