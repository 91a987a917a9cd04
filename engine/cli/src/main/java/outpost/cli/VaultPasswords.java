package outpost.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.event.Masker;
import outpost.core.source.Problems;
import outpost.core.source.Source;
import outpost.core.source.Unlocker;
import outpost.core.vault.Vault;
import outpost.core.vault.VaultId;

/**
 * Gets the passwords of the vault that options name: {@code LABEL@SOURCE}, where a source is {@code
 * prompt}, a file, or a program that prints the password.
 */
final class VaultPasswords {
  private static final String PROMPT = "prompt";

  /** What a client of a key store exits with if it has no password of that label. */
  private static final int UNKNOWN_LABEL = 2;

  private final Surroundings around;
  private final Masker masker;
  private final Problems problems;
  private final List<VaultId> known = new ArrayList<>();

  VaultPasswords(Surroundings around, Masker masker, Problems problems) {
    this.around = around;
    this.masker = masker;
    this.problems = problems;
  }

  /** A password that an option names. */
  private record Named(Optional<String> label, String source) {

    static Named of(String written) {
      int at = written.indexOf('@');
      return at < 0
          ? new Named(Optional.empty(), written)
          : new Named(Optional.of(written.substring(0, at)), written.substring(at + 1));
    }

    String labelOrDefault() {
      return label.filter(l -> !l.isEmpty()).orElse(VaultId.DEFAULT);
    }
  }

  /** Returns the passwords to open with; none where none are named. */
  List<VaultId> of(Options.Vaults options) {
    List<Named> named = named(options);
    if (options.ask) named.add(new Named(Optional.empty(), PROMPT));
    for (Named one : named) password(one, false).ifPresent(known::add);
    return List.copyOf(known);
  }

  /** Returns the passwords to open or encrypt with: where none are named the user is asked. */
  List<VaultId> required(Options.Vaults options, boolean fresh) {
    List<Named> named = named(options);
    if (options.ask || named.isEmpty()) named.add(new Named(Optional.empty(), PROMPT));
    for (Named one : named) password(one, fresh).ifPresent(known::add);
    return List.copyOf(known);
  }

  /** Returns a new password, to be typed twice where it is typed. */
  Optional<VaultId> fresh(String written) {
    return password(Named.of(written), true);
  }

  private List<Named> named(Options.Vaults options) {
    List<Named> named = new ArrayList<>();
    options.ids.forEach(id -> named.add(Named.of(id)));
    options.files.forEach(file -> named.add(new Named(Optional.empty(), file)));
    String file = around.environment().getOrDefault("OUTPOST_VAULT_PASSWORD_FILE", "");
    if (named.isEmpty() && !options.ask && !file.isEmpty()) {
      named.add(new Named(Optional.empty(), file));
    }
    return named;
  }

  private Optional<VaultId> password(Named named, boolean fresh) {
    String label = named.labelOrDefault();
    if (label.indexOf(';') >= 0 || !label.strip().equals(label)) {
      problems.error(
          "wrong-usage", "`" + label + "` cannot be a vault id", "leave out `;` and blanks");
      return Optional.empty();
    }
    Optional<Secret> password =
        named.source().equals(PROMPT) ? typed(named, fresh) : read(named, label);
    password.ifPresent(masker::add);
    return password.map(secret -> new VaultId(label, secret));
  }

  private Optional<Secret> typed(Named named, boolean fresh) {
    String whose = named.label().map(label -> " (" + label + ")").orElse("");
    String prompt = (fresh ? "New vault password" : "Vault password") + whose + ": ";
    Optional<Secret> typed = around.prompter().askSecretly(prompt).map(VaultPasswords::stripped);
    if (typed.isEmpty()) {
      problems.error(
          "no-terminal",
          "there is no terminal to ask for the vault password" + whose,
          "`--vault-password-file FILE` reads it from a file");
      return typed;
    }
    if (typed.get().isEmpty()) {
      problems.error("empty-password", "the vault password" + whose + " is empty");
      return Optional.empty();
    }
    if (!fresh) return typed;
    Optional<Secret> again =
        around
            .prompter()
            .askSecretly("Confirm new vault password" + whose + ": ")
            .map(VaultPasswords::stripped);
    if (again.equals(typed)) return typed;
    problems.error("passwords-differ", "the two passwords" + whose + " are not the same");
    return Optional.empty();
  }

  private Optional<Secret> read(Named named, String label) {
    Path file = Passwords.path(around, named.source());
    if (!Files.isRegularFile(file)) {
      String why = Files.exists(file) ? "it is no file" : "there is no such file";
      problems.error(
          "unreadable-file",
          "the vault password cannot be read from `" + named.source() + "`, " + why);
      return Optional.empty();
    }
    Optional<byte[]> bytes =
        Files.isExecutable(file) ? printed(file, named, label) : content(file, named);
    if (bytes.isEmpty()) return Optional.empty();
    if (bytes.get().length > 0) return Optional.of(Secret.of(bytes.get()));
    problems.error(
        "empty-password",
        Files.isExecutable(file)
            ? "`" + named.source() + "` prints no vault password"
            : "`" + named.source() + "` holds no vault password");
    return Optional.empty();
  }

  /** A file of passwords may itself be encrypted, by one that was named before it. */
  private Optional<byte[]> content(Path file, Named named) {
    try {
      byte[] bytes = strip(Files.readAllBytes(file), " \t\n\u000b\f\r");
      if (!Unlocker.isLocked(bytes)) return Optional.of(bytes);
      Source locked = new Source(named.source(), new String(bytes, StandardCharsets.UTF_8));
      try {
        Secret opened = new Vault(known, masker::add).open(locked.text());
        return Optional.of(strip(opened.reveal(), "\r\n")); // a password of the vault
      } catch (Unlocker.Locked e) {
        problems.report(
            outpost.core.source.Diagnostic.Severity.ERROR, Optional.of(e.in(locked)), e.problem());
      }
    } catch (IOException e) {
      problems.error(
          "unreadable-file",
          "the vault password cannot be read from `" + named.source() + "`: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<byte[]> printed(Path program, Named named, String label) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    boolean client =
        program.getFileName().toString().replaceFirst("\\.[^.]*$", "").endsWith("-client");
    if (client) command.addAll(List.of("--vault-id", label));
    String shown = "`" + named.source() + "`";
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(around.workingDirectory().toFile())
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT) // it may ask its user something
              .start();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (InputStream in = process.getInputStream()) {
        in.transferTo(out);
      }
      int status = process.waitFor();
      if (status == 0) return Optional.of(strip(out.toByteArray(), "\r\n"));
      problems.error(
          "password-program",
          client && status == UNKNOWN_LABEL
              ? shown + " has no password for the vault id `" + label + "`"
              : shown + " fails, exit " + status + ": it is to print the vault password");
    } catch (IOException e) {
      problems.error(
          "password-program",
          shown + " cannot be run",
          "if it is no program but holds the password: `chmod -x " + named.source() + "`",
          "a script begins with a line such as `#!/bin/sh`");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static Secret stripped(Secret typed) {
    return Secret.of(strip(typed.reveal(), " \t\n\u000b\f\r")); // still a password of the vault
  }

  private static byte[] strip(byte[] bytes, String blanks) {
    int from = 0;
    int to = bytes.length;
    while (from < to && blanks.indexOf(bytes[from]) >= 0) from++;
    while (to > from && blanks.indexOf(bytes[to - 1]) >= 0) to--;
    return Arrays.copyOfRange(bytes, from, to);
  }
}
