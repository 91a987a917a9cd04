package outpost.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Problem;
import outpost.remoted.Endpoint;
import picocli.CommandLine.Option;

/** Options that the commands around pacemaker_remote share. */
final class RemotedOptions {
  private RemotedOptions() {}

  /** With which key, or certificates. */
  static final class Keys {
    @Option(
        names = "--authkey-file",
        paramLabel = "FILE",
        description = "The cluster's authkey, each byte of it; `-` is standard input.")
    Optional<String> authkey = Optional.empty();

    @Option(
        names = "--ca-file",
        paramLabel = "FILE",
        description = "For X.509: the authorities, as PCMK_ca_file of Pacemaker 3.")
    Optional<String> authorities = Optional.empty();

    @Option(
        names = "--cert-file",
        paramLabel = "FILE",
        description = "For X.509: the certificate, as PCMK_cert_file.")
    Optional<String> certificate = Optional.empty();

    @Option(
        names = "--cert-key-file",
        paramLabel = "FILE",
        description = "For X.509: the certificate's key, as PCMK_key_file.")
    Optional<String> certificateKey = Optional.empty();

    @Option(
        names = "--crl-file",
        paramLabel = "FILE",
        description = "For X.509: what was revoked, as PCMK_crl_file.")
    Optional<String> revoked = Optional.empty();

    boolean certificates() {
      return authorities.isPresent();
    }

    boolean any() {
      return authkey.isPresent() || certificates();
    }

    Optional<Problem> wrong() {
      long three =
          Stream.of(authorities, certificate, certificateKey).filter(Optional::isPresent).count();
      if (three % 3 != 0 || revoked.isPresent() && three == 0) {
        return wrong(
            "certificates are not said in full",
            "X.509 takes `--ca-file`, `--cert-file` and `--cert-key-file` together");
      }
      if (authkey.isPresent() && certificates()) {
        return wrong("both an authkey and certificates are said", "a node has one or the other");
      }
      return Optional.empty();
    }

    /** Returns what is wrong, nothing being said among it. */
    Optional<Problem> missing(String... ways) {
      if (any()) return wrong();
      return wrong()
          .or(() -> Optional.of(Problem.of("wrong-usage", "it is not said with which key", ways)));
    }

    private static Optional<Problem> wrong(String message, String hint) {
      return Optional.of(Problem.of("wrong-usage", message, hint));
    }
  }

  /** Returns what is wrong with the one host that a command is about. */
  static Optional<Problem> wrongHost(Optional<String> host, String command, String example) {
    if (host.isEmpty()) {
      return Optional.of(Usage.missing(command, "no host is named", example));
    }
    if (Endpoint.in(host.get()).isPresent()) return Optional.empty();
    return Optional.of(
        Problem.of(
            "wrong-usage",
            "`" + host.get() + "` is no host, and no host with a port",
            "as in `remote1` or `remote1:3121`"));
  }

  static final String AUTHKEY = "`--authkey-file FILE` reads it from a file";
  static final String CLUSTER = "`--cluster HOST` takes it from a node of the cluster, over SSH";

  /** Through whose eyes. */
  static final class Eyes {
    @Option(
        names = "--cluster",
        paramLabel = "HOST",
        description =
            "A node of the cluster, in the inventory. Connections go out from there, through its"
                + " SSH connection; its authkey is used unless another one is said.")
    Optional<String> cluster = Optional.empty();
  }

  /** Where hosts are found that are logged in on. */
  static final class Hosts {
    @Option(
        names = {"-i", "--inventory", "--inventory-file"},
        paramLabel = "SOURCE",
        description =
            "A YAML or INI file, a script, a folder, or names: `h1,h2,`. Repeatable; later ones"
                + " win. Without it $OUTPOST_INVENTORY, else the folder inventories.")
    List<String> inventories = new ArrayList<>();

    @Option(
        names = {"-e", "--extra-vars"},
        paramLabel = "VARS",
        description = "Variables that win over the inventory's, as of a run.")
    List<String> extraVars = new ArrayList<>();

    Options.Hosts all() {
      Options.Hosts all = new Options.Hosts();
      all.inventories = inventories;
      all.extraVars = extraVars;
      return all;
    }
  }

  /** What is told. */
  static final class Telling {
    @Option(
        names = "--output",
        paramLabel = "FORM",
        converter = Choices.OutputForm.class,
        description = "human (default), or jsonl: one JSON object per line.")
    Options.Output output = Options.Output.HUMAN;
  }
}
