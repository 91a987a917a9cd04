package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Account;
import outpost.api.Plan;
import outpost.api.Reach;
import outpost.api.Script;
import outpost.modules.net.Curl;

/** What brings a file from a server to its place on a host, by what the host has for that. */
record Download(GetUrl.Args want, GetUrl.Client client) {
  /** Reads what {@link #putOther} printed. */
  static final Account ACCOUNT = new Account(Set.of("status_code"), Download::told);

  /** Asks the server, where it can be asked, whether it has something newer than is there. */
  static Script newer(GetUrl.Args want) {
    return Curl.READ
        .then(
            sh(
                """
                if [ "$c" = curl ] && [ -f "$p" ] && [ ! -h "$p" ]; then
                  head=$(get -I -o /dev/null -w '%{http_code}' -z "$p" 2>/dev/null) || :
                  emit head "${head:-0}"
                fi\
                """))
        .stdin(want.curl(want.url()).payload());
  }

  /** Adds why it cannot be. */
  void block(Plan.Builder plan) {
    if (client == GetUrl.Client.NONE) {
      plan.block("neither curl nor wget on this host", "install curl with the module package");
    }
    if (client == GetUrl.Client.WGET && !want.isPlain()) {
      plan.block("no curl on this host, and wget cannot do this safely", "install curl there");
    }
  }

  /**
   * Returns what puts the file in its place.
   *
   * @param check of what was downloaded
   */
  Script put(Placement placement, Optional<Script> check) {
    Script fill = get("get -o \"$w\" || exit", "");
    return put(placement, check.map(fill::then).orElse(fill));
  }

  /** Returns what puts the file in its place where it is another one. */
  Script putOther(Placement placement) {
    String newer = want.force() || client != GetUrl.Client.CURL ? "" : "-z \"$p\"";
    String get = "code=$(get -o \"$w\" " + newer + " -w '%{http_code}') || exit";
    Script fill =
        get(get, "code=200; ")
            .then(
                sh(
                    """
                    echo "status=$code"
                    if [ "$code" = 304 ] || cmp -s -- "$t" "$p"; then echo changed=no; exit 0; fi
                    echo changed=yes\
                    """));
    return put(placement, fill);
  }

  private Script put(Placement placement, Script fill) {
    return placement
        .put(Curl.READ.then(fill).then(Placement.SYNC), Optional.empty())
        .stdin(want.curl(want.url()).payload());
  }

  /**
   * Downloads to {@code $t}.
   *
   * @param curl how curl does it
   * @param before what precedes wget, which tells no status
   */
  private Script get(String curl, String before) {
    Script begin = sh("w=$t");
    if (want.tmpDest().isPresent()) {
      begin =
          sh(
              "w=$(mktemp -- {}) || exit; trap 'rm -f -- \"$t\" \"$w\"' EXIT",
              want.tmpDest().get() + "/.outpost.XXXXXXXXXX");
    }
    Script get =
        client == GetUrl.Client.CURL
            ? Script.raw(curl) // constant text
            : sh(
                before
                    + "wget -q -T {} -O \"$w\" -- {} || { s=$?; echo \"wget cannot download it,"
                    + " exit $s\" >&2; exit 1; }",
                want.timeout(),
                want.url());
    Script end = want.tmpDest().isPresent() ? sh("cat <\"$w\" >\"$t\"") : sh(":");
    return begin.then(get).then(end);
  }

  private static Account.Told told(Reach.Reply reply) {
    String said = new String(reply.stdout(), StandardCharsets.UTF_8);
    int code = 0;
    for (String line : said.lines().toList()) {
      if (line.matches("status=\\d+")) code = Integer.parseInt(line.substring(7));
    }
    return new Account.Told(
        said.lines().anyMatch("changed=yes"::equals),
        Map.of("status_code", code),
        Optional.empty());
  }
}
