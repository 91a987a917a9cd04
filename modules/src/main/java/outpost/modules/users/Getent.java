package outpost.modules.users;

import static outpost.api.Script.sh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Secret;

/**
 * Reads the databases of names that a host asks, as {@code getent_DATABASE}.
 *
 * <p>Other than Ansible: the hashes of passwords in {@code shadow} and {@code gshadow} are secrets.
 */
@Doc(
    value = "Reads users, groups, hosts and the like as the host sees them, as facts.",
    facts = "getent_{database}")
public final class Getent implements Module<Getent.Args, Getent.Found> {
  private static final Set<String> COLONS = Set.of("passwd", "shadow", "group", "gshadow");
  private static final Set<String> SECRET = Set.of("shadow", "gshadow");

  /** What a task asks for. */
  public record Args(
      @Arg("The database: `passwd`, `group`, `hosts`, `services`, … as the host has them.")
          String database,
      @Arg(value = "The entry; all of them where it is empty.", def = "\"\"") String key,
      @Arg("Where the service is asked instead of those of nsswitch.conf: `files`, `sss`, ….")
          Optional<String> service,
      @Arg(
              "What stands between the fields of an entry; a colon in the databases of users and"
                  + " groups, blanks in others.")
          Optional<String> split,
      @Arg(
              value = "Whether the task fails where there is no such entry; else it is null.",
              def = "true")
          boolean failKey) {
    public Args {
      if (!database.matches("[a-z0-9_]+")) {
        throw new BadArg(
            "database", "`" + database + "` is no database", "name one such as `passwd`");
      }
      if (split.filter(String::isEmpty).isPresent()) {
        throw new BadArg("split", "nothing stands between fields", "name a character, or drop it");
      }
    }
  }

  /**
   * What getent answered.
   *
   * @param status see getent(1): 2 is no such entry, 3 is that none can be listed
   */
  public record Found(int status, Optional<byte[]> entries) {}

  @Override
  public Probe<Found> probe(Args want) {
    List<String> words = new ArrayList<>();
    want.service().ifPresent(service -> words.addAll(List.of("-s", service)));
    words.addAll(List.of("--", want.database()));
    if (!want.key().isEmpty()) words.add(want.key());
    return Probe.of(
        Found.class,
        sh(
            """
            entries=$(getent {})
            status=$?
            case $status in 126 | 127) exit "$status" ;; esac
            emit status "$status"
            printf '%s\\n' "$entries" | blob entries\
            """,
            words));
  }

  @Override
  public Plan plan(Args want, Found found) {
    String fact = "getent_" + want.database();
    return switch (found.status()) {
      case 0 -> Plan.builder().fact(fact, entries(want, found)).build();
      case 2 ->
          want.failKey() && !want.key().isEmpty()
              ? Plan.blocked(
                  "no `%s` in `%s` on this host".formatted(want.key(), want.database()),
                  "with `fail_key: false` it would be null")
              : Plan.builder().fact(fact, Collections.singletonMap(want.key(), null)).build();
      case 3 ->
          Plan.blocked(
              "`" + want.database() + "` cannot be listed on this host", "name an entry by `key`");
      default ->
          Plan.blocked(
              "this host has no database `" + want.database() + "`",
              "`getent --help` on the host names them");
    };
  }

  /** Several entries of one name become a list of them. */
  private static Map<String, Object> entries(Args want, Found found) {
    Map<String, List<List<Object>>> all = new LinkedHashMap<>();
    text(found)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> fields(want, line))
        .forEach(
            fields ->
                all.computeIfAbsent(fields.get(0), key -> new ArrayList<>())
                    .add(values(want, fields)));
    Map<String, Object> entries = new LinkedHashMap<>();
    all.forEach((key, some) -> entries.put(key, some.size() == 1 ? some.get(0) : some));
    return entries;
  }

  private static String text(Found found) {
    return found.entries().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
  }

  private static List<String> fields(Args want, String line) {
    Optional<String> split =
        want.split().or(() -> Optional.of(":").filter(c -> COLONS.contains(want.database())));
    return split
        .map(text -> Arrays.asList(line.split(Pattern.quote(text), -1)))
        .orElseGet(() -> Arrays.asList(line.strip().split("\\s+")));
  }

  private static List<Object> values(Args want, List<String> fields) {
    List<Object> values =
        fields.stream().skip(1).map(Object.class::cast).collect(Collectors.toList());
    if (SECRET.contains(want.database()) && !values.isEmpty()) {
      values.set(0, Secret.of(fields.get(1)));
    }
    return values;
  }
}
