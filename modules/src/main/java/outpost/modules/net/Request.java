package outpost.modules.net;

import static outpost.api.Script.sh;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import outpost.api.Content;
import outpost.api.LocalFile;
import outpost.api.Script;
import outpost.api.Secret;

/** A request to a web service, as a host makes it by curl; {@link Response} is what comes of it. */
record Request(Uri.Args want) {
  /** As much as one answer of a host may hold, written in base64. */
  private static final int MOST = 11 << 20;

  /** Makes the request, and prints what came of it. */
  Script script() {
    String codes = " " + String.join(" ", want.statusCode().stream().map(String::valueOf).toList());
    Script script =
        Curl.READ.then(
            sh(
                """
                w=$(mktemp -d) || exit
                trap 'rm -rf -- "$w"' EXIT
                if said=$(get -D "$w/head" -o "$w/body" \\
                  -w '%{http_code} %{time_total} %{url_effective}' 2>"$w/said"); then :
                else said='-1 0 '; blob said <"$w/said"; fi
                status=${said%% *}; said=${said#* }
                emit status "$status"; emit seconds "${said%% *}"; emit url "${said#* }"
                [ ! -s "$w/head" ] || blob headers <"$w/head"
                body={}; wanted={}
                case "$wanted " in
                  *" $status "*) ;;
                  *) body=yes ;;
                esac
                if [ -s "$w/head" ] && grep -qi '^content-type:.*json' "$w/head"; then body=yes; fi
                if [ -z "$body" ] || ! [ -f "$w/body" ]; then :
                elif [ "$(stat -c %s "$w/body")" -gt {} ]; then emit large yes
                else blob body <"$w/body"; fi""",
                want.returnContent() ? "yes" : "", codes, MOST));
    if (want.dest().isPresent()) script = script.then(keep());
    return script.stdin(options().payload(want.sent()));
  }

  /** Puts the answer into its file at once, unless it holds that already. */
  private Script keep() {
    String path =
        want.url().replaceFirst("(?s)[?#].*", "").replaceFirst("(?i)^https?://[^/]*/?", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    return sh(
        """
        p={}; name={}
        if [ -d "$p" ]; then p=${p%/}/$name; fi
        case "$wanted " in *" $status "*) ;; *) exit 0 ;; esac
        if [ -f "$w/body" ] && ! cmp -s -- "$w/body" "$p"; then
          t=$(mktemp -- "${p%/*}/.outpost.XXXXXXXXXX") || exit
          trap 'rm -rf -- "$w" "$t"' EXIT
          cat <"$w/body" >"$t" && chmod 0644 -- "$t" && sync -- "$t" && mv -fT -- "$t" "$p" || exit
          emit changed yes
        fi""",
        want.dest().get(), name.isEmpty() ? "index.html" : name);
  }

  private Curl options() {
    Map<String, Content> headers = new LinkedHashMap<>(want.headers());
    if (want.force()) add(headers, "Cache-Control", "no-cache");
    Optional<Body> body = want.sent();
    body.flatMap(Body::type).ifPresent(type -> add(headers, "Content-Type", type));
    boolean carries = body.isPresent() || want.src().isPresent();
    Curl curl = want.web().to(want.url(), headers, want.timeout());
    boolean reads = want.method().equals("GET") || want.method().equals("HEAD");
    boolean follows =
        switch (want.followRedirects()) {
          case SAFE -> reads;
          case ALL, YES, URLLIB2 -> true;
          case NONE, NO -> false;
        };
    if (follows) curl = curl.with("location");
    if (want.unixSocket().isPresent()) curl = curl.with("unix-socket", want.unixSocket().get());
    if (body.isPresent()) curl = curl.with("data-binary", "@-");
    if (want.remoteSrc()) curl = want.src().map(LocalFile::written).map(curl::file).orElse(curl);
    if (want.method().equals("HEAD")) return curl.with("head");
    if (want.method().equals("POST") && !carries) return curl.with("data-binary", "");
    // what curl chooses by itself it also changes by itself where a server sends it elsewhere
    return carries && want.method().equals("POST") || !carries && reads
        ? curl
        : curl.with("request", want.method());
  }

  private static void add(Map<String, Content> headers, String name, String value) {
    if (headers.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
      headers.put(name, new Content(Secret.of(value), false));
    }
  }
}
