package outpost.core.connect.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login.HostKeys;

/** Judges one server's host key, and keeps the reason of a refusal. */
final class HostKeyJudge implements HostKeyVerifier {
  private final Target target;
  private final List<KnownHosts> files;
  private volatile Optional<HostUnreachable> refusal = Optional.empty();

  /**
   * @param files of known hosts; new ones go into the first
   */
  HostKeyJudge(Target target, List<KnownHosts> files) {
    this.target = target;
    this.files = files;
  }

  Optional<HostUnreachable> refusal() {
    return refusal;
  }

  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    Set<String> algorithms = new LinkedHashSet<>();
    for (KnownHosts known : files) {
      for (KnownHosts.Entry entry : known.of(target.knownAs())) {
        if (entry.marker().isEmpty()) algorithms.addAll(Signer.algorithms(entry.type()));
      }
    }
    return List.copyOf(algorithms);
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    refusal = judge(KeyType.fromKey(key).toString(), blob(key));
    return refusal.isEmpty();
  }

  private Optional<HostUnreachable> judge(String type, byte[] blob) {
    String shown = type + " " + fingerprint(blob);
    Optional<String> changed = Optional.empty();
    boolean authority = false;
    boolean known = false;
    for (KnownHosts file : files) {
      for (KnownHosts.Entry entry : file.of(target.knownAs())) {
        String place = file.file() + ":" + entry.line();
        switch (entry.marker()) {
          case "@revoked" -> {
            if (entry.isKey(blob)) return Optional.of(revoked(shown, place));
          }
          case "@cert-authority" -> authority = true;
          case "" -> {
            if (entry.isKey(blob)) known = true;
            else if (changed.isEmpty()) changed = Optional.of(place);
          }
          default -> {}
        }
      }
    }
    if (known || target.hostKeys() == HostKeys.OFF) return Optional.empty();
    if (changed.isPresent()) return Optional.of(changed(shown, changed.get()));
    if (target.hostKeys() == HostKeys.ACCEPT_NEW) return add(type, blob, shown);
    return Optional.of(unknown(shown, authority));
  }

  private Optional<HostUnreachable> add(String type, byte[] blob, String shown) {
    KnownHosts file = files.get(0);
    try {
      if (file.add(target.knownAs(), type, blob, target.hashNames())) return Optional.empty();
      return Optional.of(changed(shown, file.file().toString()));
    } catch (IOException e) {
      return Optional.of(
          new HostUnreachable(
              "the host key of `" + target.name() + "` cannot be added to `" + file.file() + "`",
              "make that file writable, or name another one by `UserKnownHostsFile`"));
    }
  }

  private HostUnreachable unknown(String shown, boolean authority) {
    return new HostUnreachable(
        "the host key of `"
            + target.name()
            + "` is not known: "
            + shown
            + (authority ? " (known_hosts has a certificate authority for it, not its key)" : ""),
        "compare it with the host's own, then connect once by `ssh "
            + (target.port() == 22 ? "" : "-p " + target.port() + " ")
            + target.address()
            + "` to add it, or set `ansible_ssh_common_args: -o StrictHostKeyChecking=accept-new`");
  }

  private HostUnreachable changed(String shown, String place) {
    return new HostUnreachable(
        "the host key of `"
            + target.name()
            + "` has CHANGED: it shows "
            + shown
            + ", not the one in "
            + place
            + "; somebody may be listening in",
        "nothing was sent; if the host was set up anew, remove the old key by `ssh-keygen -R "
            + target.knownAs()
            + "`");
  }

  private HostUnreachable revoked(String shown, String place) {
    return new HostUnreachable(
        "the host key of `" + target.name() + "` is REVOKED by " + place + ": " + shown,
        "do not use this host before its keys are replaced");
  }

  private static byte[] blob(PublicKey key) {
    return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
  }

  static String fingerprint(byte[] blob) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no SHA-256 in this JDK", e);
    }
  }
}
