package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;

/**
 * Brings keys that RPM packages are signed with to be trusted, or not. The key is read here, and
 * what was read is what is imported: a host needs no gpg for it.
 */
@Doc("Adds and removes keys that signatures of RPM packages are verified with.")
public final class RpmKey implements Module<RpmKey.Args, RpmKey.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("A URL, a file of the host, or, where it is to go, the key's id.") String key,
      @Arg(value = "Whether the key is trusted.", def = "present") State state,
      @Arg(value = "Fingerprints of which the key must have one.", def = "[]")
          List<String> fingerprint,
      @Arg(value = "Whether the URL's certificate is verified.", def = "yes")
          boolean validateCerts) {
    public Args {
      fingerprint = fingerprint.stream().map(Args::plain).toList();
      for (String one : fingerprint) {
        if (!one.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
          throw new BadArg("fingerprint", "`" + one + "` is no fingerprint", "write its 40 digits");
        }
      }
      if (!key.matches("https?://\\S+|/[^\\p{Cntrl}]+") && !isId(key)) {
        throw new BadArg("key", "`" + key + "` is no key", "name a URL, a path or an id");
      }
      if (isId(key) && state == State.PRESENT) {
        throw new BadArg("key", "an id says not where the key is", "name a URL or a path");
      }
    }

    private static String plain(String text) {
      return text.replaceAll("\\s", "").replaceFirst("^0[xX]", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isId(String key) {
      return plain(key).matches("[0-9a-f]{8}|[0-9a-f]{16}|[0-9a-f]{40}|[0-9a-f]{64}");
    }

    Optional<String> id() {
      return isId(key) ? Optional.of(plain(key)) : Optional.empty();
    }
  }

  /** Whether a key is trusted. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host.
   *
   * @param trusted ids of keys that are: eight digits, or all of them with newer versions of RPM
   * @param bytes the key
   * @param silent why it could not be read
   */
  public record Found(Set<String> trusted, Optional<byte[]> bytes, Optional<String> silent) {
    private boolean trusts(String id) {
      return trusted.stream().anyMatch(one -> id.endsWith(one) || one.endsWith(id));
    }
  }

  @Override
  public Probe<Found> probe(Args want) {
    var trusted = sh("rpm -q gpg-pubkey --qf 'trusted=%{VERSION}\\n' | grep '^trusted=' || :");
    if (want.id().isPresent()) return Probe.of(Found.class, trusted);
    if (want.key().startsWith("/")) {
      return Probe.of(
          Found.class,
          trusted.then(
              sh(
                  """
                  if [ -r {} ]; then blob bytes <{}; else emit silent 'there is no such file'; fi\
                  """,
                  want.key(),
                  want.key())));
    }
    return Probe.of(Found.class, trusted.then(KeyUrl.question(want.key(), want.validateCerts())));
  }

  @Override
  public Plan plan(Args want, Found found) {
    boolean present = want.state() == State.PRESENT;
    if (want.id().isPresent()) {
      return remove(want.id().stream().filter(found::trusts).toList());
    }
    if (found.silent().isPresent()) {
      return Plan.blocked(
          "`%s` cannot be read: %s".formatted(want.key(), found.silent().get()),
          "name a key that the host can read");
    }
    List<String> keys = KeyFile.fingerprints(found.bytes().orElse(new byte[0]));
    if (keys.isEmpty()) {
      return Plan.blocked("`" + want.key() + "` holds no OpenPGP key", "name another file");
    }
    if (!want.fingerprint().isEmpty() && keys.stream().noneMatch(want.fingerprint()::contains)) {
      return Plan.blocked(
          "`%s` has the fingerprint %s".formatted(want.key(), String.join(", ", keys)),
          "that is none of those which the task takes for right");
    }
    if (!present) return remove(keys.stream().filter(found::trusts).toList());
    List<String> lacking = keys.stream().filter(key -> !found.trusts(key)).toList();
    if (lacking.isEmpty()) return Plan.none();
    return Plan.builder()
        .change(
            "key " + lacking.stream().map(RpmKey::shown).collect(Collectors.joining(", ")),
            "absent",
            "trusted",
            sh("""
            t=$(mktemp) || exit
            trap 'rm -f -- "$t"' EXIT
            cat >"$t" && rpm --import "$t\"\
            """)
                .stdin(new Payload.Bytes(found.bytes().get())))
        .build();
  }

  private static Plan remove(List<String> keys) {
    Plan.Builder plan = Plan.builder();
    for (String key : keys) {
      plan.change(
          "key " + shown(key),
          "trusted",
          "absent",
          sh(
              """
              key={}
              rpm -q gpg-pubkey --qf '%{VERSION} %{NAME}-%{VERSION}-%{RELEASE}\\n' | while read -r id name; do
                case $key in *"$id") rpm -e --allmatches "$name" || exit ;; esac
                case $id in *"$key") [ "$id" = "$key" ] || rpm -e --allmatches "$name" || exit ;; esac
              done\
              """,
              key));
    }
    return plan.build();
  }

  private static String shown(String key) {
    return key.length() > 16 ? key.substring(key.length() - 16) : key;
  }
}
