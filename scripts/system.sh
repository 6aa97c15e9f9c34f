#!/usr/bin/env bash
# Install the system programs that some tests and two optional features use: a browser that draws the pages
# we write, LibreOffice Writer that turns DOC, WPS and RTF into DOCX, and a font for Chinese.
#
# Debian and Ubuntu only, as root or with sudo that asks no password. Elsewhere the script says what is
# missing and ends well: without the programs those tests are skipped, and each says why.
set -uo pipefail

declare -A PACKAGES=(
  [chromium]=chromium
  [soffice]=libreoffice-writer-nogui
  [fonts]=fonts-noto-cjk
)

present() {
  case "$1" in
    fonts) compgen -G '/usr/share/fonts/*/noto/NotoSans*CJK*' >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

missing=()
for name in chromium soffice fonts; do
  present "$name" || missing+=("${PACKAGES[$name]}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

become=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null && become=(sudo -n)
fi
if ! command -v apt-get >/dev/null || { [ "$(id -u)" -ne 0 ] && [ ${#become[@]} -eq 0 ]; }; then
  echo "not installed: ${missing[*]} (needs apt-get and root); the tests that use them are skipped" >&2
  exit 0
fi

echo "installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
    install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1
}
# The lists of packages of a fresh machine are old or not there at all.
install || { "${become[@]}" apt-get update >>"$log" 2>&1 && install; } || {
  tail -5 "$log" >&2
  echo "could not install ${missing[*]}; the tests that use them are skipped" >&2
}
exit 0
