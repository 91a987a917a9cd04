package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
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
  private static final int OK = 200;
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
      String path = url.replaceFirst("(?s)[?#].*", "").replaceFirst("^[A-Za-z]+://[^/]*/?", "");
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
   * @param checksum SHA-1 of the file
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
      Optional<String> checksum,
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
        sh(
            """
                c=none; for one in wget curl; do ! command -v "$one" >/dev/null || c=$one; done
                emit client "$c"
                p={}; name={}
                if [ -d "$p" ]; then p=${p%/}/$name; fi
                emit path "$p"; d=${p%/*}; inode file "$p"
                if [ -d "${d:-/}" ]; then emit directory yes; else emit directory no; fi
                if [ -f "$p" ] && [ ! -h "$p" ]; then
                  sum=$(sha1sum <"$p") || exit
                  emit checksum "${sum%% *}"
                fi\
                """,
            want.dest(), want.name());
    if (want.safeguards().backup()) ask = ask.then(Placement.stamp("stamp"));
    ask = ask.then(want.attributes().question("host", ""));
    Optional<Digest> digest = want.digest();
    if (digest.isPresent()) {
      ask = ask.then(digest.get().question(want::curl, want.timeout()));
    } else if (!want.force()) {
      ask = ask.then(Download.newer(want));
    }
    return Probe.of(Found.class, ask);
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder().result("url", want.url()).result("dest", found.path());
    found
        .checksum()
        .ifPresent(sum -> plan.origin("checksum_dest", sum).result("checksum_src", sum));
    want.attributes().obstacle(found.host(), found.file().isPresent(), plan);
    Optional<Digest> digest = want.digest();
    Optional<String> wanted =
        digest.map(one -> one.sum(want.name(), found.list(), found.trouble(), plan));
    Download download = new Download(want, found.client());
    download.block(plan);
    block(found, plan);
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
      String from = digest.flatMap(one -> found.sum().map(one::shown)).orElse(state(found));
      String to = digest.map(one -> one.shown(wanted.get())).orElse("downloaded");
      Optional<Script> check = digest.map(one -> one.check(wanted.get()));
      plan.change("content", from, to, download.put(placement, check));
      if (want.url().startsWith("http")) plan.origin("status_code", OK);
    }
    if (wanted.isEmpty() && is.isPresent()) {
      boolean current = found.head().filter(code -> code == NOT_MODIFIED).isPresent();
      found.head().ifPresent(code -> plan.origin("status_code", code));
      if (!current) {
        placement.tell(plan);
        plan.act(
            "download " + want.url() + " where it differs",
            download.putOther(placement),
            Download.ACCOUNT);
      }
    }
    is.ifPresent(one -> want.attributes().hold(one, found.host(), found.path(), plan));
    is.ifPresent(one -> one.tell(plan));
    return plan.build();
  }

  private static void block(Found found, Plan.Builder plan) {
    if (!found.directory()) {
      String folder = found.path().substring(0, Math.max(1, found.path().lastIndexOf('/')));
      plan.block(
          "no directory `" + folder + "` on this host", "make it with the module file first");
    }
    if (found.file().filter(one -> one.is(Inode.Kind.DIRECTORY)).isPresent()) {
      plan.block("`" + found.path() + "` is a directory", "name the file in it");
    }
  }

  private static String state(Found found) {
    return found.file().map(is -> is.kind().toString()).orElse("absent");
  }
}
