package outpost.modules.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.modules.files.Attributes;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

@Doc("Keeps a host's name and address in /etc/hosts, and never gives a name a second address.")
public final class HostsEntry implements Module<HostsEntry.Args, HostsEntry.Found> {
  private static final String FILE = "/etc/hosts";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  /** Whether the name is there. */
  public enum State {
    PRESENT,
    ABSENT
  }

  public record Args(
      @Arg("The host's name.") String name,
      @Arg(
              value = "Its address, IPv4 or IPv6; with `absent` any when empty.",
              alias = {"addr", "ip"})
          Optional<String> address,
      @Arg(value = "Further names of the same address.", def = "[]", alias = "alias")
          List<String> aliases,
      @Arg(value = "Whether the names are there.", def = "present") State state,
      @Arg(value = "Whether names that have another address so far are taken from it.", def = "no")
          boolean replace) {
    public Args {
      check("name", name);
      aliases.forEach(alias -> check("aliases", alias));
      if (address.isEmpty() && state == State.PRESENT) {
        throw new BadArg("address", "`" + name + "` has no address", "name its `address`");
      }
      address.ifPresent(
          word -> {
            if (HostsFile.address(word).isEmpty()) {
              throw new BadArg(
                  "address",
                  "`" + word + "` is no address",
                  "write an IPv4 or IPv6 address: /etc/hosts holds no names there");
            }
          });
    }

    private static void check(String arg, String name) {
      if (!NAME.matcher(name).matches()) {
        throw new BadArg(
            arg, "`" + name + "` is no host's name", "use letters, digits, `.`, `_` and `-`");
      }
      if (name.equalsIgnoreCase("localhost")) {
        throw new BadArg(
            arg, "`localhost` is not for this module to set", "leave it to the system");
      }
    }

    FileEdit edit() {
      return FileEdit.of("name", FILE);
    }

    List<String> names() {
      return Stream.concat(Stream.of(name), aliases.stream()).distinct().toList();
    }
  }

  /** What is on the host. */
  public record Found(Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return want.edit().probe(Found.class, "file");
  }

  @Override
  public Plan plan(Args want, Found is) {
    HostsFile file = HostsFile.of(is.file().text());
    Optional<InetAddress> address = want.address().flatMap(HostsFile::address);
    if (want.state() == State.ABSENT) {
      HostsFile wanted = file.without(want.names(), line -> address.map(line::isFor).orElse(true));
      return change(want, is, file, wanted);
    }
    List<HostsFile.Line> against = file.against(address.get(), want.names());
    if (!against.isEmpty() && !want.replace()) {
      String line = against.get(0).text().strip();
      return Plan.blocked(
          "`%s` has another address in %s on this host: `%s`"
              .formatted(
                  want.names().stream().filter(against.get(0)::bears).findFirst().orElseThrow(),
                  FILE,
                  line),
          "mend that line, or have the name taken from it with `replace: yes`");
    }
    HostsFile wanted =
        file.without(want.names(), line -> line.isAgainst(address.get()))
            .with(address.get(), want.address().get(), want.names());
    return change(want, is, file, wanted);
  }

  private static Plan change(Args want, Found is, HostsFile file, HostsFile wanted) {
    Plan.Builder plan = Plan.builder();
    if (wanted.equals(file)) {
      want.edit().keep(is.file(), plan);
    } else {
      Revision revision = Revision.of(is.file().encoding().bytes(wanted.text()));
      // everybody reads it, whatever the umask is
      Optional<String> mode = is.file().exists() ? Optional.empty() : Optional.of("0644");
      want.edit()
          .with(Attributes.of(mode, Optional.empty(), Optional.empty()), Safeguards.none())
          .hold(
              is.file(),
              revision.told(
                  want.name() + " in " + FILE, entries(want, file), entries(want, wanted)),
              plan);
    }
    return plan.build();
  }

  /** Returns what a file says of the names, in one line. */
  private static String entries(Args want, HostsFile file) {
    String entries =
        file.lines().stream()
            .filter(line -> want.names().stream().anyMatch(line::bears))
            .map(line -> line.text().replaceFirst("(?s)#.*", "").strip().replaceAll("\\s+", " "))
            .collect(Collectors.joining(", "));
    return entries.isEmpty() ? "absent" : entries;
  }
}
