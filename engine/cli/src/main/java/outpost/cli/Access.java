package outpost.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.event.Masker;
import outpost.core.run.HostAccess;
import outpost.core.source.Problems;

/** Makes of options how hosts are reached where inventory and playbook say nothing. */
final class Access {
  private final Surroundings around;
  private final Masker masker;
  private final Problems problems;

  Access(Surroundings around, Masker masker, Problems problems) {
    this.around = around;
    this.masker = masker;
    this.problems = problems;
  }

  /** Returns what logins hang on; empty if somebody is to be asked for a password first. */
  Optional<HostAccess.Defaults> beforehand(
      Options.Connecting connecting, Options.Becoming becoming) {
    if (connecting.askPassword || connecting.passwordFile.isPresent()) return Optional.empty();
    if (becoming.askPassword) return Optional.empty(); // that may take its time
    return Optional.of(
        new HostAccess.Defaults(
            login(connecting, becoming), becoming.become, becoming.user, Optional.empty()));
  }

  /** Asks for the passwords that are to be asked for. */
  HostAccess.Defaults of(Options.Connecting connecting, Options.Becoming becoming) {
    Map<String, Object> login = login(connecting, becoming);
    Passwords passwords = new Passwords(around, problems);
    Optional<Secret> ssh =
        passwords.get(
            "SSH password",
            connecting.askPassword,
            connecting.passwordFile,
            "--connection-password-file");
    ssh.ifPresent(password -> login.put("ansible_password", password));
    Optional<Secret> sudo =
        passwords.get(
            "sudo password", becoming.askPassword, becoming.passwordFile, "--become-password-file");
    ssh.ifPresent(masker::add);
    sudo.ifPresent(masker::add);
    return new HostAccess.Defaults(login, becoming.become, becoming.user, sudo);
  }

  private Map<String, Object> login(Options.Connecting connecting, Options.Becoming becoming) {
    Map<String, Object> login = new LinkedHashMap<>();
    connecting.means.ifPresent(how -> login.put("ansible_connection", Choices.word(how)));
    becoming.method.ifPresent(how -> login.put("ansible_become_method", Choices.word(how)));
    connecting.user.ifPresent(user -> login.put("ansible_user", user));
    connecting.privateKey.ifPresent(
        key ->
            login.put(
                "ansible_private_key_file", around.workingDirectory().resolve(key).toString()));
    connecting.connectTimeout.ifPresent(seconds -> login.put("ansible_timeout", seconds));
    connecting.hostKeys.ifPresent(how -> login.put("ansible_host_key_checking", Choices.word(how)));
    return login;
  }
}
