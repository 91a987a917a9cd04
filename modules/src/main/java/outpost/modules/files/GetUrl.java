package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Account;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Reach;
import outpost.api.Script;
import outpost.api.Shared;
import outpost.modules.net.Curl;
import outpost.modules.net.Web;

/**
 * Downloads a file to a host.
 *
 * <p>Where the file is there already and no checksum is given, the server is asked by HEAD whether
 * it has a newer one: if it says no, there is nothing to do. If it cannot tell, the file is
 * downloaded, as an action, and only replaced where it differs.
 */
@Doc("Downloads a file from a server to a host, by curl or wget there.")
public final class GetUrl implements Module<GetUrl.Args, GetUrl.Found> {
  private static final int NOT_MODIFIED = 304;

  /** What a task asks for. */
  public record Args(
      @Arg("The address; `file://` names a file of the host.") String url,
      @Arg(
              "Where to, from the root; in a directory that is there the file has the name that it"
                  + " has on the server.")
          String dest,
      @Arg(
              "The digits that the file must have, as `sha256:DIGITS`, or as `sha256:ADDRESS` the"
                  + " list in which they are.")
          Optional<String> checksum,
      @Arg(
              value =
                  "Whether it is downloaded also where the server says that it has not changed.",
              def = "false")
          boolean force,
      @Arg(value = "Headers to send, by name.", def = "{}") Map<String, Content> headers,
      @Arg(value = "Seconds that may pass without a byte.", def = "10") int timeout,
      @Arg("The directory of the host to download to, instead of beside the file.")
          Optional<String> tmpDest,
      @Shared Web web,
      @Shared Attributes attributes,
      @Shared Safeguards safeguards) {
    public Args {
      dest = Paths.absolute("dest", dest);
      if (!url.matches("(?is)(https?|ftps?|file)://[^\\s]+")) {
        throw new BadArg("url", "`" + url + "` is no address", "write it as https://…");
      }
      if (timeout < 1) throw new BadArg("timeout", "no time at all", "give it seconds");
      if (tmpDest.isPresent()) tmpDest = Optional.of(Paths.plain("tmpDest", tmpDest.get()));
      Web.check(headers);
      checksum.ifPresent(Digest::of);
      attributes.ownMode("a download");
    }

    Optional<Digest> digest() {
      return checksum.map(Digest::of);
    }

    /** Returns the file's name on the server. */
    String name() {
      String path = url.replaceFirst("[?#].*", "").replaceFirst("^[A-Za-z]+://[^/]*/?", "");
      String name = path.substring(path.lastIndexOf('/') + 1);
      return name.isEmpty() ? "index.html" : name;
    }

    Curl curl(String address) {
      return web.to(address, headers, timeout).with("location").with("fail");
    }

    /** Whether wget can do it, too, without showing anything that it should not. */
    boolean isPlain() {
      return web.isPlain() && headers.isEmpty();
    }
  }

  /**
   * What is there.
   *
   * @param client what downloads
   * @param sum of the file, by the algorithm that is wanted
   * @param list with checksums
   * @param trouble why there is none
   * @param head the status of the server's answer to the question for something newer
   */
  public record Found(
      Client client,
      String path,
      boolean directory,
      Optional<Inode> file,
      Optional<String> stamp,
      Attributes.Host host,
      Optional<String> sum,
      Optional<byte[]> list,
      Optional<byte[]> trouble,
      Optional<Integer> head) {}

  /** What downloads. */
  public enum Client {
    CURL,
    WGET,
    NONE
  }

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        Inode.LOOK.then(
            sh(
                """
                c=none; for one in wget curl; do ! command -v "$one" >/dev/null || c=$one; done
                emit client "$c"
                p={}; name={}
                if [ -d "$p" ]; then p=${p%/}/$name; fi
                emit path "$p"; d=${p%/*}; look file "$p" ''
                if [ -d "${d:-/}" ]; then emit directory yes; else emit directory no; fi\
                """,
                want.dest(), want.name()));
    if (want.safeguards().backup()) ask = ask.then(Placement.stamp("stamp"));
    ask = ask.then(want.attributes().question("host", ""));
    Optional<Digest> digest = want.digest();
    if (digest.isPresent()) {
      ask =
          ask.then(
              sh(
                  """
                  if [ -f "$p" ] && [ ! -h "$p" ]; then
                    sum=$({} <"$p") || exit
                    emit sum "${sum%% *}"
                  fi\
                  """,
                  digest.get().program()));
    }
    if (digest.filter(Digest::isListed).isPresent()) {
      String list = digest.get().wanted();
      ask =
          ask.then(Curl.READ)
              .then(
                  sh(
                      """
                      as=list
                      case $c in
                        curl) sums=$(get -o - 2>&1) || as=trouble ;;
                        wget) sums=$(wget -q -T {} -O - -- {} 2>&1) || as=trouble ;;
                      esac
                      printf '%s\\n' "$sums" | blob "$as\"\
                      """,
                      want.timeout(), list))
              .stdin(want.curl(list).payload());
    } else if (digest.isEmpty() && !want.force()) {
      ask =
          ask.then(Curl.READ)
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
    return Probe.of(Found.class, ask);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder().result("url", want.url()).result("dest", found.path());
    want.attributes().obstacle(found.host(), found.file().isPresent(), plan);
    Optional<String> wanted = wanted(want, found, plan);
    block(want, found, plan);
    Optional<Inode> is = found.file().filter(one -> one.is(Inode.Kind.FILE));
    Placement placement =
        new Placement(
            found.path(),
            found.file(),
            found.stamp(),
            want.attributes(),
            found.host(),
            want.safeguards());
    if (wanted.isPresent() ? !found.sum().equals(wanted) : is.isEmpty()) {
      placement.tell(plan);
      String from = found.sum().map(sum -> shown(want, sum)).orElse(state(found));
      String to = wanted.map(sum -> shown(want, sum)).orElse("downloaded");
      plan.change("content", from, to, put(placement, fill(want, found, wanted), want));
    }
    if (wanted.isEmpty() && is.isPresent()) {
      boolean current = found.head().filter(code -> code == NOT_MODIFIED).isPresent();
      found.head().ifPresent(code -> plan.result("status_code", code));
      if (!current) {
        placement.tell(plan);
        plan.act(
            "download " + want.url() + " where it differs",
            put(placement, compared(want, found), want),
            new Account(Set.of("status_code"), GetUrl::told));
      }
    }
    is.ifPresent(one -> want.attributes().hold(one, found.host(), found.path(), plan));
    is.ifPresent(one -> one.tell(plan));
    return plan.build();
  }

  private static void block(Args want, Found found, Plan.Builder plan) {
    if (found.client() == Client.NONE) {
      plan.block("neither curl nor wget on this host", "install curl with the module package");
    }
    if (found.client() == Client.WGET && !want.isPlain()) {
      plan.block("no curl on this host, and wget cannot do this safely", "install curl there");
    }
    if (!found.directory()) {
      String folder = found.path().substring(0, Math.max(1, found.path().lastIndexOf('/')));
      plan.block(
          "no directory `" + folder + "` on this host", "make it with the module file first");
    }
    if (found.file().filter(one -> one.is(Inode.Kind.DIRECTORY)).isPresent()) {
      plan.block("`" + found.path() + "` is a directory", "name the file in it");
    }
  }

  private static Optional<String> wanted(Args want, Found found, Plan.Builder plan) {
    Digest digest = want.digest().orElse(null);
    if (digest == null) return Optional.empty();
    if (!digest.isListed()) return Optional.of(digest.wanted());
    if (found.list().isEmpty()) {
      String why = found.trouble().map(GetUrl::text).orElse("").strip();
      plan.block(
          "the list `"
              + digest.wanted()
              + "` cannot be read: "
              + (why.isEmpty() ? "no reason was given" : why));
      return Optional.of("");
    }
    Optional<String> sum = digest.in(text(found.list().get()), want.name());
    if (sum.isEmpty()) {
      plan.block("`" + want.name() + "` is not in the list `" + digest.wanted() + "`");
    }
    return sum.or(() -> Optional.of(""));
  }

  private static Script put(Placement placement, Script fill, Args want) {
    return placement
        .put(Curl.READ.then(fill), Optional.empty())
        .stdin(want.curl(want.url()).payload());
  }

  /** Downloads to {@code $t}, and holds that against the checksum. */
  private static Script fill(Args want, Found found, Optional<String> wanted) {
    Script fill = download(want, found, "get -o \"$w\" || exit", "");
    if (wanted.isEmpty()) return fill;
    return fill.then(
        sh(
            """
            sum=$({} <"$t") || exit; sum=${sum%% *}
            [ "$sum" = {} ] || { echo "what was downloaded has another checksum: $sum" >&2; exit 1; }\
            """,
            want.digest().orElseThrow().program(), wanted.get()));
  }

  /** Downloads to {@code $t}, and ends where that is no other file. */
  private static Script compared(Args want, Found found) {
    String newer = want.force() || found.client() != Client.CURL ? "" : "-z \"$p\"";
    String get = "code=$(get -o \"$w\" " + newer + " -w '%{http_code}') || exit";
    return download(want, found, get, "code=200; ")
        .then(
            sh(
                """
                echo "status=$code"
                if [ "$code" = 304 ] || cmp -s -- "$t" "$p"; then echo changed=no; exit 0; fi
                echo changed=yes\
                """));
  }

  /**
   * @param curl how curl does it
   * @param before what precedes wget, which tells no status
   */
  private static Script download(Args want, Found found, String curl, String before) {
    Script begin = sh("w=$t");
    if (want.tmpDest().isPresent()) {
      begin =
          sh(
              "w=$(mktemp -- {}) || exit; trap 'rm -f -- \"$t\" \"$w\"' EXIT",
              want.tmpDest().get() + "/.outpost.XXXXXXXXXX");
    }
    Script get =
        found.client() == Client.CURL
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
    String said = text(reply.stdout());
    int code = 0;
    for (String line : said.lines().toList()) {
      if (line.matches("status=\\d+")) code = Integer.parseInt(line.substring(7));
    }
    return new Account.Told(
        said.lines().anyMatch("changed=yes"::equals),
        Map.of("status_code", code),
        Optional.empty());
  }

  private static String state(Found found) {
    return found.file().map(is -> is.kind().toString()).orElse("absent");
  }

  private static String shown(Args want, String sum) {
    return want.digest().orElseThrow().algorithm()
        + " "
        + sum.substring(0, Math.min(12, sum.length()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
