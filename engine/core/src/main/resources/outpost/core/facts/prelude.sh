# What every group's fragment may use. POSIX sh; reads only; prints key=value lines, which Facts reads.
say() { printf '%s=%s\n' "$1" "$2"; }
has() { command -v "$1" >/dev/null 2>&1; }
# KEY FILE: its first line
first() { [ -r "$2" ] && { IFS= read -r line <"$2" || [ -n "$line" ]; } 2>/dev/null && say "$1" "$line"; }
# KEY: every line of standard input
lines() { while IFS= read -r line || [ -n "$line" ]; do say "$1" "$line"; done; }
# KEY TEXT: every line of it
every() { printf '%s\n' "$2" | lines "$1"; }
# KEY FILE: every line of it
file() { [ -r "$2" ] && { lines "$1" <"$2"; } 2>/dev/null; }
# KEY PATTERN FILE: lines that match; all of them where there is no grep, so the reader chooses again
some() {
  [ -r "$3" ] || return 0
  if has grep; then grep -E "$2" "$3" 2>/dev/null | lines "$1"; else file "$1" "$3"; fi
}
