package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.api.Secret;

/** See crypt(5) for the forms of a password's hash, shadow(5) for where it stands. */
@Doc("Sets the password that pcs logs in with on a host, so that `pcs host auth` can use it.")
public final class PcsPassword implements Module<PcsPassword.Args, PcsPassword.Found> {

  public record Args(
      @Arg("The password.") Secret password,
      @Arg(value = "The user that pcs logs in as.", def = "hacluster") String username) {}

  /** What a host's account says of the password that is wanted. */
  public enum Match {
    YES,
    NO,
    /** The hash has a form that nothing on the host can compute anew. */
    UNKNOWN,
    /** The account is locked or has no password. */
    LOCKED,
    /** There is no such user. */
    NOBODY
  }

  public record Found(Match match) {}

  /**
   * Hashes the wanted password with the salt of the one that is set, on the host itself, so that no
   * hash leaves it: with perl, which knows every form that the host's libcrypt knows, else with
   * openssl.
   */
  @Override
  public Probe<Found> probe(Args want) {
    Script script =
        sh(
            """
            user={}
            IFS= read -r wanted || :
            entry=$(getent shadow -- "$user") || { emit match nobody; exit 0; }
            hash=${entry#*:}; hash=${hash%%:*}
            case $hash in ''|'!'*|'*'*) emit match locked; exit 0;; esac
            made=
            if command -v perl >/dev/null; then
              made=$(printf '%s\\n%s\\n' "$wanted" "$hash" | perl -e '
                chomp(my ($word, $salt) = <STDIN>); print crypt($word, $salt) // ""')
            else
              case $hash in '$6$rounds='*|'$5$rounds='*) ;; '$6$'*|'$5$'*)
                form=${hash#?}; form=${form%%'$'*}; salt=${hash#?[56]?}; salt=${salt%%'$'*}
                made=$(printf '%s\\n' "$wanted" | openssl passwd "-$form" -salt "$salt" -stdin);;
              esac
            fi
            case $made in '') emit match unknown;; "$hash") emit match yes;; *) emit match no;; esac
            """,
            want.username());
    Secret line = Secret.of(want.password().revealText() + "\n"); // to the probe's stdin
    return Probe.of(Found.class, script.stdin(new Payload.Hidden(line)));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    return switch (found.match()) {
      case YES -> plan.build();
      case UNKNOWN ->
          plan.note(
                  "whether `"
                      + want.username()
                      + "` has this password cannot be told on this host; it is left as it is")
              .build();
      case NOBODY ->
          Plan.blocked(
              "there is no user `" + want.username() + "` on this host",
              "install the package pcs first: it brings the user");
      case LOCKED, NO ->
          plan.set(
                  "password of " + want.username(),
                  found.match() == Match.LOCKED ? "none" : "another",
                  Optional.of("as given"),
                  given -> set(want))
              .build();
    };
  }

  /** SHA-512 is what openssl can compute anew where there is no perl. */
  private static Script set(Args want) {
    String line = want.username() + ":" + want.password().revealText() + "\n";
    return sh("chpasswd -c SHA512").stdin(new Payload.Hidden(Secret.of(line))); // to chpasswd
  }
}
