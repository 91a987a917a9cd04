package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Shared;
import outpost.modules.files.Attributes;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

/**
 * Keeps a source of Debian packages in a file of its own, with the key that it is signed with. A
 * key that a URL names is fetched when the host is read, and refused where it is none.
 */
@Doc("Sets up sources of Debian packages in the format deb822, with their keys, and removes them.")
public final class Deb822Repository
    implements Module<Deb822Repository.Args, Deb822Repository.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The source's name; the names of its file and of its key are made from it.") String name,
      @Arg(value = "Whether packages come from it.", def = "present") State state,
      @Arg(value = "What is taken: `deb` for packages, `deb-src` for their sources.", def = "deb")
          List<String> types,
      @Arg(value = "URLs of it.", def = "[]") List<String> uris,
      @Arg(value = "Its releases, such as `bookworm`, or paths that end with a slash.", def = "[]")
          List<String> suites,
      @Arg(value = "Its parts, such as `main`.", def = "[]") List<String> components,
      @Arg(
              "The key that it is signed with: a URL, a file of the host, fingerprints, or the key"
                  + " itself, armored.")
          Optional<String> signedBy,
      @Arg("Whether apt uses it.") Optional<Boolean> enabled,
      @Arg(value = "The permissions of its file, octal or symbolic.", def = "0644") String mode,
      @Shared SourceOptions options) {
    public Args {
      if (slug(name).isEmpty()) {
        throw new BadArg("name", "`" + name + "` is no name of a file", "use letters and digits");
      }
      for (String type : types) {
        if (!type.matches("deb(-src)?")) {
          throw new BadArg("types", "`" + type + "` is no type", "write deb or deb-src");
        }
      }
      Attributes.of(Optional.of(mode), Optional.empty(), Optional.empty())
          .ownMode("a source of packages");
      lines("name", List.of(name));
      lines("uris", uris);
      lines("suites", suites);
      lines("components", components);
      if (state == State.PRESENT) whole(name, types, uris, suites, components);
      if (signedBy.filter(key -> key.contains("PRIVATE KEY BLOCK")).isPresent()) {
        throw new BadArg("signedBy", "a private key is nobody else's", "give the public one");
      }
    }

    /** Refuses values that would be further settings. */
    private static void lines(String arg, Collection<String> values) {
      for (String value : values) {
        if (value.matches("(?s).*\\p{Cntrl}.*")) {
          throw new BadArg(arg, "`" + arg + "` has a line break in it", "write it in one line");
        }
      }
    }

    /** Refuses what apt could not read, at which it would stop for all packages. */
    private static void whole(
        String name,
        List<String> types,
        List<String> uris,
        List<String> suites,
        List<String> components) {
      if (types.isEmpty()) {
        throw new BadArg("types", "nothing is taken from `" + name + "`", "write deb");
      }
      if (uris.isEmpty()) {
        throw new BadArg("uris", "nothing says where `" + name + "` is", "add `uris`");
      }
      if (suites.isEmpty()) {
        throw new BadArg("suites", "`" + name + "` has no release", "add `suites`");
      }
      for (String suite : suites) {
        if (suite.endsWith("/") != components.isEmpty()) {
          throw new BadArg(
              "components",
              components.isEmpty()
                  ? "the release `" + suite + "` has no components"
                  : "the path `" + suite + "` has no components",
              components.isEmpty() ? "add `components`, such as main" : "drop `components`");
        }
      }
    }

    /** Returns a name as Ansible writes it in names of files. */
    private static String slug(String name) {
      return name.toLowerCase(Locale.ROOT).replaceAll("[_\\s]+", "-").replaceAll("[^a-z0-9-]+", "");
    }

    private FileEdit file() {
      Attributes wanted = Attributes.of(Optional.of(mode), Optional.empty(), Optional.empty());
      return FileEdit.of("name", "/etc/apt/sources.list.d/" + slug(name) + ".sources")
          .with(wanted, Safeguards.none());
    }

    private FileEdit key(Format format) {
      Attributes wanted = Attributes.of(Optional.of("0644"), Optional.empty(), Optional.empty());
      String path =
          "/etc/apt/keyrings/" + slug(name) + "." + format.name().toLowerCase(Locale.ROOT);
      return FileEdit.of("name", path).with(wanted, Safeguards.none()).folders(true);
    }

    /** Where the key is to be fetched, if it is. */
    private Optional<String> url() {
      return signedBy.filter(key -> state == State.PRESENT && key.matches("(?i)[a-z]+://\\S+"));
    }

    private boolean keys() {
      return state == State.ABSENT || url().isPresent();
    }

    /**
     * Returns what the file is to hold, where the key is in a file of its own if it was fetched.
     */
    private String text(Optional<String> key) {
      Map<String, String> settings = new TreeMap<>(options.settings());
      settings.put("X-Repolib-Name", name);
      settings.put("Types", String.join(" ", types));
      settings.put("URIs", String.join(" ", uris));
      settings.put("Suites", String.join(" ", suites));
      SourceOptions.words(components).ifPresent(all -> settings.put("Components", all));
      enabled.ifPresent(yes -> settings.put("Enabled", SourceOptions.written(yes)));
      key.or(() -> signedBy).ifPresent(one -> settings.put("Signed-By", one));
      return new Stanza(settings).text();
    }
  }

  /** Whether a source is set up. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** How a key is written, which its file's name tells. */
  private enum Format {
    ASC,
    GPG
  }

  /**
   * What is on the host.
   *
   * @param asc the key, if it is armored
   * @param gpg the key, if it is not
   * @param bytes the key that the URL led to
   * @param silent why it led to none
   */
  public record Found(
      boolean apt,
      Target file,
      Target asc,
      Target gpg,
      Optional<byte[]> bytes,
      Optional<String> silent) {
    private Target key(Format format) {
      return format == Format.ASC ? asc : gpg;
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    Script ask =
        sh("command -v apt-get >/dev/null || { emit apt no; exit 0; }; emit apt yes")
            .then(want.file().question("file"));
    if (want.keys()) {
      ask =
          ask.then(want.key(Format.ASC).question("asc")).then(want.key(Format.GPG).question("gpg"));
    }
    return Probe.of(
        Found.class, want.url().map(url -> KeyUrl.question(url, true)).map(ask::then).orElse(ask));
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (!found.apt()) {
      return Plan.blocked("this host has no apt", "for dnf there is the module `yum_repository`");
    }
    String path = want.file().path(found.file());
    Plan.Builder plan = Plan.builder().result("dest", path);
    if (want.state() == State.ABSENT) {
      want.file().remove(found.file(), "source " + want.name(), "present", plan);
      for (Format format : Format.values()) {
        want.key(format).remove(found.key(format), "key of " + want.name(), "present", plan);
      }
      return plan.build();
    }
    Optional<String> key = want.url().flatMap(url -> key(want, url, found, plan));
    if (plan.build().obstacle().isPresent()) return plan.build();
    String text = want.text(key);
    String was = found.file().exists() ? "other settings" : "absent";
    Revision revision = Revision.of(text).told("source " + want.name(), was, "present");
    want.file().hold(found.file(), revision, plan);
    key.or(() -> want.signedBy().filter(one -> one.startsWith("/")))
        .ifPresent(name -> plan.result("key_filename", name));
    return plan.result("repo", text).build();
  }

  /** Holds the file of a key to what was fetched, and returns where it is. */
  private static Optional<String> key(Args want, String url, Found found, Plan.Builder plan) {
    byte[] bytes = found.bytes().orElse(new byte[0]);
    if (found.silent().isPresent()) {
      plan.block(
          "`%s` cannot be read: %s".formatted(url, found.silent().get()),
          "name a key that the host can read, or give the key itself");
      return Optional.empty();
    }
    if (KeyFile.fingerprints(bytes).isEmpty()) {
      plan.block("`" + url + "` holds no OpenPGP key", "name another URL");
      return Optional.empty();
    }
    boolean armored =
        new String(bytes, StandardCharsets.ISO_8859_1).contains("BEGIN PGP PUBLIC KEY BLOCK");
    Format format = armored ? Format.ASC : Format.GPG;
    Target is = found.key(format);
    Revision revision =
        Revision.of(bytes)
            .told("key of " + want.name(), is.exists() ? "another" : "absent", "present");
    want.key(format).hold(is, revision, plan);
    return Optional.of(want.key(format).path(is));
  }
}
