package outpost.cli;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;
import outpost.remoted.BadCertificates;
import outpost.remoted.Certificates;
import outpost.remoted.Credential;

/** Reads keys and certificates from files; why they cannot be read is reported. */
final class RemotedKeys {
  private final Surroundings around;
  private final Problems problems = new Problems();
  private final VaultFiles files;

  RemotedKeys(Surroundings around) {
    this.around = around;
    this.files = new VaultFiles(around, problems);
  }

  Problems problems() {
    return problems;
  }

  /** Returns what the options name. */
  Optional<Credential> read(RemotedOptions.Keys keys) {
    return keys.certificates()
        ? certificates(keys).map(Credential::of)
        : authkey(keys.authkey.orElseThrow()).map(Credential::of);
  }

  Optional<byte[]> authkey(String name) {
    Optional<byte[]> key = files.read(name).map(VaultTool.Content::bytes);
    if (key.filter(bytes -> bytes.length == 0).isPresent()) {
      problems.error(
          "empty-key", "`" + name + "` is empty", "to pacemaker_remote an empty key file is none");
    }
    key.ifPresent(bytes -> around.masker().add(Secret.of(bytes)));
    return key;
  }

  Optional<Certificates> certificates(RemotedOptions.Keys keys) {
    Optional<byte[]> authorities = bytes(keys.authorities);
    Optional<byte[]> certificate = bytes(keys.certificate);
    Optional<byte[]> key = bytes(keys.certificateKey);
    Optional<byte[]> revoked = bytes(keys.revoked);
    if (problems.hasErrors()) return Optional.empty();
    try {
      Certificates certificates =
          Certificates.of(
              authorities.orElseThrow(), certificate.orElseThrow(), key.orElseThrow(), revoked);
      certificates
          .unfit(Instant.now(around.clock()))
          .ifPresent(why -> problems.error("bad-certificate", why));
      return Optional.of(certificates);
    } catch (BadCertificates e) {
      problems.error("bad-certificate", e.reason());
      return Optional.empty();
    } finally {
      key.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
    }
  }

  private Optional<byte[]> bytes(Optional<String> name) {
    return name.flatMap(files::read).map(VaultTool.Content::bytes);
  }

  /** Tells what is wrong, if anything is; returns whether it is. */
  boolean tell() {
    DiagnosticRenderer renderer = new DiagnosticRenderer(around.errTerminal().colours());
    around.err().print(around.masker().mask(renderer.render(problems.all())));
    return problems.hasErrors();
  }
}
