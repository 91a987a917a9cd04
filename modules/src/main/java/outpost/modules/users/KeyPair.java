package outpost.modules.users;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.api.Secret;

/** What a task asks of a user's own SSH key. */
public record KeyPair(
    @Arg(
            value =
                "Whether the user gets an SSH key where there is none; with `force` anew each"
                    + " time.",
            def = "false")
        boolean generateSshKey,
    @Arg("How many bits the key has; by default what ssh-keygen takes.")
        Optional<Integer> sshKeyBits,
    @Arg(value = "The kind of key.", def = "rsa") String sshKeyType,
    @Arg("The key's file, in the home where it is no whole path; by default .ssh/id_TYPE.")
        Optional<String> sshKeyFile,
    @Arg("The key's comment; by default `ansible-generated on` the host's name.")
        Optional<String> sshKeyComment,
    @Arg("The passphrase of the key; none where it is not given.")
        Optional<Secret> sshKeyPassphrase) {

  public KeyPair {
    if (!sshKeyType.matches("[a-z0-9-]+") || sshKeyType.startsWith("-")) {
      throw new BadArg(
          "sshKeyType", "`" + sshKeyType + "` is no kind of key", "name rsa, ecdsa or ed25519");
    }
    if (sshKeyFile.filter(f -> f.contains("\n") || f.startsWith("-")).isPresent()) {
      throw new BadArg("sshKeyFile", "`ssh_key_file` is no file's name", "name another one");
    }
    if (sshKeyComment.filter(text -> text.contains("\n")).isPresent()) {
      throw new BadArg(
          "sshKeyComment", "`ssh_key_comment` holds a line break", "a key is one line");
    }
    if (sshKeyPassphrase.filter(p -> p.revealText().contains("\n")).isPresent()) { // looked at only
      throw new BadArg(
          "sshKeyPassphrase", "`ssh_key_passphrase` holds a line break", "nobody can type it");
    }
  }

  /** What there is of it: where the file is, and what is public of it. */
  record Is(String file, boolean exists, Optional<String> fingerprint, Optional<String> shared) {}

  private String file() {
    return sshKeyFile.orElse(".ssh/id_" + sshKeyType);
  }

  /** Asks below {@code key}, for the home {@code $home}. */
  Script question() {
    return sh(
        """
        file={}; case $file in /*) ;; *) file=$home/$file ;; esac
        emit key.file "$file"
        if [ -e "$file" ]; then
          emit key.exists yes
          emit key.fingerprint "$(ssh-keygen -l -f "$file" 2>/dev/null </dev/null | head -n 1)"
          emit key.shared "$(head -n 1 -- "$file.pub" 2>/dev/null)"
        else emit key.exists no; fi\
        """,
        file());
  }

  /** Adds the key where it is missing, or is to be another one each time. */
  void plan(String name, Optional<Is> is, boolean force, Plan.Builder plan) {
    if (!generateSshKey) return;
    if (is.isEmpty() || !is.get().exists()) {
      plan.change("SSH key", "absent", "present", make(name));
    } else {
      plan.act("make the SSH key anew", force, make(name));
    }
    is.ifPresent(
        key -> {
          plan.result("ssh_key_file", key.file());
          key.fingerprint().ifPresent(text -> plan.result("ssh_fingerprint", text));
          key.shared().ifPresent(text -> plan.result("ssh_public_key", text));
        });
  }

  /**
   * Makes it as the user, who could have put links into the home; a file elsewhere is made by who
   * runs the task, and handed over. ssh-keygen reads the passphrase, twice, from standard input.
   */
  private Script make(String name) {
    List<String> options = new ArrayList<>(List.of("-t", sshKeyType));
    sshKeyBits.ifPresent(bits -> options.addAll(List.of("-b", bits.toString())));
    if (sshKeyPassphrase.isEmpty()) options.addAll(List.of("-N", ""));
    Script make =
        sh(
            """
            name={} file={} comment={}
            line=$(getent passwd -- "$name") || exit
            home=${line%:*} && home=${home##*:}
            case $file in /*) ;; *) file=$home/$file ;; esac
            [ "$comment" ] || comment="ansible-generated on $(uname -n)"
            set -- "$file" -q -C "$comment" {}
            make='cd / && (umask 077; mkdir -p -- "${1%/*}") && rm -f -- "$1" "$1.pub" || exit
              file=$1; shift; unset DISPLAY SSH_ASKPASS; exec ssh-keygen "$@" -f "$file"'
            if [ "$(id -u)" != 0 ]; then sh -c "$make" sh "$@"
            else case $file in
              "$home"/*) runuser -u "$name" -- sh -c "$make" sh "$@" ;;
              *) sh -c "$make" sh "$@" && chown -h -- "$name:" "$file" "$file.pub" ;;
            esac; fi\
            """,
            name, file(), sshKeyComment.orElse(""), options);
    return sshKeyPassphrase
        .map(text -> make.stdin(twice(text.revealText()))) // to ssh-keygen
        .orElse(make);
  }

  private static Payload twice(String passphrase) {
    return new Payload.Hidden(Secret.of(passphrase + "\n" + passphrase + "\n"));
  }
}
