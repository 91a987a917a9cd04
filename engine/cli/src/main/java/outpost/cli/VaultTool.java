package outpost.cli;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import outpost.api.Problem;
import outpost.api.Secret;
import outpost.core.event.Masker;
import outpost.core.source.Diagnostic.Severity;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Unlocker;
import outpost.core.vault.Vault;
import outpost.core.vault.VaultId;

/** What the commands around the vault share: passwords, encrypting, and telling what is wrong. */
final class VaultTool {
  private final Surroundings around;
  private final Masker masker;
  private final Problems problems = new Problems();
  private final VaultPasswords passwords;
  private final VaultFiles files;

  VaultTool(Surroundings around) {
    this.around = around;
    this.masker = around.masker();
    this.passwords = new VaultPasswords(around, masker, problems);
    this.files = new VaultFiles(around, problems);
  }

  VaultPasswords passwords() {
    return passwords;
  }

  VaultFiles files() {
    return files;
  }

  Problems problems() {
    return problems;
  }

  /** Returns the one of several passwords to encrypt with. */
  Optional<VaultId> encryptingWith(List<VaultId> ids, Optional<String> label) {
    if (ids.isEmpty()) return Optional.empty();
    List<String> labels = ids.stream().map(VaultId::label).distinct().toList();
    String shown = labels.stream().map(l -> "`" + l + "`").collect(Collectors.joining(", "));
    if (label.isPresent()) {
      Optional<VaultId> found =
          ids.stream().filter(id -> id.label().equals(label.get())).findFirst();
      if (found.isEmpty()) {
        problems.error(
            "wrong-usage",
            "no password is given for the vault id `" + label.get() + "`",
            "passwords are given for: " + shown);
      }
      return found;
    }
    if (labels.size() == 1) return Optional.of(ids.get(0));
    problems.error(
        "wrong-usage",
        "passwords are given for several vault ids: " + shown,
        "say which one encrypts: `--encrypt-vault-id " + labels.get(0) + "`");
    return Optional.empty();
  }

  /** Opens an encrypted text; why it cannot be opened is reported. */
  Optional<Vault.Opened> open(List<VaultId> ids, Content content) {
    Source source = new Source(content.name(), content.text());
    if (!Unlocker.isLocked(content.bytes())) {
      problems.error(source.span(0, 0), "not-vaulted", "`" + content.name() + "` is not encrypted");
      return Optional.empty();
    }
    try {
      return Optional.of(new Vault(ids, masker::add).opened(content.text()));
    } catch (Unlocker.Locked e) {
      problems.report(Severity.ERROR, Optional.of(e.in(source)), e.problem());
      return Optional.empty();
    }
  }

  /** Encrypts what is not encrypted yet. */
  Optional<byte[]> lock(VaultId id, Content content) {
    if (Unlocker.isLocked(content.bytes())) {
      problems.error(
          "vaulted-already",
          "`" + content.name() + "` is encrypted already",
          "`vault rekey` changes the password, `vault edit` the contents");
      return Optional.empty();
    }
    return Optional.of(lock(id, Secret.of(content.bytes())));
  }

  byte[] lock(VaultId id, Secret plain) {
    return new Vault(List.of(id), masker::add).lock(plain, id).getBytes(StandardCharsets.US_ASCII);
  }

  /** Tells what is wrong, if anything is; returns whether it is. */
  boolean tell() {
    DiagnosticRenderer renderer = new DiagnosticRenderer(around.errTerminal().colours());
    around.err().print(masker.mask(renderer.render(problems.all())));
    return problems.hasErrors();
  }

  /**
   * Makes something else of each file, in its place or where it is asked for, or of standard input,
   * and tells what was done.
   *
   * @param make tells why where it makes nothing
   */
  int rewritten(
      List<String> names,
      VaultCommand.Writing writing,
      String what,
      Function<Content, Optional<byte[]>> make) {
    Map<String, byte[]> made = new LinkedHashMap<>();
    for (String name : names.isEmpty() ? List.of("-") : names) {
      files
          .read(name)
          .flatMap(make)
          .ifPresent(bytes -> made.put(writing.output.orElse(name), bytes));
    }
    return written(made, what);
  }

  /** Writes what was made, unless something was wrong with any of it. */
  int written(Map<String, byte[]> made, String what) {
    if (tell()) return Exit.WRONG_INPUT;
    if (made.containsKey("-")) files.write("-", made.get("-"));
    else files.replace(made);
    return tell() ? Exit.WRONG_INPUT : done(what + " " + String.join(", ", made.keySet()));
  }

  /** Returns what is wrong with a command that needs files and has none. */
  static Optional<Problem> noFile(List<String> names, String command) {
    if (!names.isEmpty()) return Optional.empty();
    return Optional.of(
        Problem.of(
            "wrong-usage",
            "no file is named",
            "as in `" + Commands.PROGRAM + " vault " + command + " group_vars/all/vault.yml`"));
  }

  /** Returns what is wrong with several files that are to be written into one. */
  static Optional<Problem> severalIntoOne(List<String> names, VaultCommand.Writing writing) {
    boolean several = names.size() > 1 && (writing.output.isPresent() || names.contains("-"));
    if (!several) return Optional.empty();
    return Optional.of(
        Problem.of("wrong-usage", "several files cannot be written into one", "do one at a time"));
  }

  /** Tells people at a terminal that it is done. */
  int done(String message) {
    if (around.outTerminal().live()) around.err().println(message);
    return Exit.OK;
  }

  /**
   * What was read, as it was.
   *
   * @param name as the user knows it
   */
  record Content(String name, byte[] bytes) {

    /** Returns the text of something encrypted, which is in ASCII. */
    String text() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
