package outpost.modules.users;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Target;

/**
 * Keeps the keys by which ssh knows hosts.
 *
 * <p>Other than Ansible: {@code key} may hold several keys of the host, as ssh-keyscan prints them;
 * with {@code absent} only the very key that is named goes, and no copy of the file is left behind.
 */
@Doc("Keeps the keys by which ssh knows other hosts.")
public final class KnownHosts implements Module<KnownHosts.Args, KnownHosts.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(
              value = "The host as ssh is told it; `[host]:port` where the port is another one.",
              alias = "host")
          String name,
      @Arg("The lines for the file, each with the host, the kind of key and the key.")
          Optional<String> key,
      @Arg(value = "The file; `~` is the home of who runs the task.", def = "~/.ssh/known_hosts")
          String path,
      @Arg(value = "Whether a new line does not show the host's name.", def = "false")
          boolean hashHost,
      @Arg(
              value = "Whether the keys are there; with `absent`, without `key`, none is.",
              def = "present")
          State state) {
    public Args {
      name = name.toLowerCase(Locale.ROOT);
      if (name.isBlank() || name.matches("(?s).*[\\s,].*")) {
        throw new BadArg("name", "`" + name + "` is no one host", "name one host");
      }
      Home.edit("path", path);
      if (key.isEmpty() && state == State.PRESENT) {
        throw new BadArg("key", "`" + name + "` has no key", "name it: ssh-keyscan prints it");
      }
      String host = name;
      for (String line : lines(key)) {
        HostKey read =
            HostKey.of(line)
                .orElseThrow(
                    () ->
                        new BadArg(
                            "key",
                            "`" + line + "` is no line of known hosts",
                            "write the host, the kind of key and the key"));
        if (!read.isOf(host)) {
          throw new BadArg(
              "key",
              "the key is one of `" + read.hosts() + "`, not of `" + host + "`",
              "begin it with the host's name");
        }
      }
    }

    private static List<String> lines(Optional<String> key) {
      return key.stream()
          .flatMap(String::lines)
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }

    /** Returns the keys, as they are to stand in the file. */
    List<HostKey> keys() {
      return lines(key).stream()
          .flatMap(line -> HostKey.of(line).stream())
          .map(read -> hashHost && !read.hashed() ? read.hashed(name) : read)
          .toList();
    }

    FileEdit edit() {
      return Home.edit("path", path);
    }
  }

  /** Whether the keys are there. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What the file holds.
   *
   * @param stranger whose home was to be looked into, if there is no such user
   */
  public record Found(Optional<String> stranger, Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return want.edit().probe(Found.class, "file");
  }

  @Override
  public Plan plan(Args want, Found found) {
    Target file = found.file();
    Plan.Builder plan = Plan.builder();
    if (Home.isStrange(found.stranger(), plan)) return plan.build();
    plan.result("name", want.name()).result("path", want.edit().path(file));
    List<String> before = file.text().lines().toList();
    List<String> after = want.state() == State.PRESENT ? with(want, before) : without(want, before);
    if (after.equals(before)) return plan.build();
    String text = after.stream().map(line -> line + "\n").collect(Collectors.joining());
    Revision revision =
        Revision.of(file.encoding().bytes(text))
            .told("keys of " + want.name(), shown(want, before), shown(want, after));
    want.edit().hold(file, revision, plan);
    return plan.build();
  }

  /** A key takes the place of another one of its kind, at the end of the file. */
  private static List<String> with(Args want, List<String> lines) {
    List<String> edited = new ArrayList<>(lines);
    for (HostKey key : want.keys()) {
      if (of(want, edited).anyMatch(key::isSame)) continue;
      of(want, edited)
          .filter(key::isKind)
          .findFirst()
          .ifPresent(other -> edited.remove(other.text()));
      edited.add(key.text());
    }
    return edited;
  }

  private static List<String> without(Args want, List<String> lines) {
    List<HostKey> named = want.keys();
    List<String> go =
        of(want, lines)
            .filter(
                key ->
                    named.isEmpty()
                        || named.stream().anyMatch(n -> n.isKind(key) && n.key().equals(key.key())))
            .map(HostKey::text)
            .toList();
    return lines.stream().filter(line -> !go.contains(line)).toList();
  }

  private static Stream<HostKey> of(Args want, List<String> lines) {
    return List.copyOf(lines).stream()
        .flatMap(line -> HostKey.of(line).stream())
        .filter(key -> key.isOf(want.name()));
  }

  private static String shown(Args want, List<String> lines) {
    String keys = of(want, lines).map(HostKey::shown).collect(Collectors.joining(", "));
    return keys.isEmpty() ? "absent" : keys;
  }
}
