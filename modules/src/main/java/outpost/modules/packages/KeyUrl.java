package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.List;
import outpost.api.Script;

/** The key of a repository that a host fetches by a URL, with what it has: curl or wget. */
final class KeyUrl {
  private KeyUrl() {}

  /** Asks for it: the answer is {@code bytes}, or {@code silent}, why it could not be fetched. */
  static Script question(String url, boolean verified) {
    return sh(
        """
        due
        t=$(mktemp -d) || exit
        trap 'rm -rf -- "$t"' EXIT
        if command -v curl >/dev/null; then set -- curl -fsSL {} -o "$t/key" -- {}
        elif command -v wget >/dev/null; then set -- wget -q {} -O "$t/key" -- {}
        else set --; emit silent 'the host has neither curl nor wget'; fi
        if [ $# = 0 ]; then :
        elif "$@" 2>"$t/err"; then blob bytes <"$t/key"
        else emit silent "$(tail -n 1 "$t/err")"; fi\
        """,
        verified ? List.of() : List.of("-k"),
        url,
        verified ? List.of() : List.of("--no-check-certificate"),
        url);
  }
}
