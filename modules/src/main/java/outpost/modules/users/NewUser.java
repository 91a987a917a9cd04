package outpost.modules.users;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Script;

/** Makes users, and takes them away. */
final class NewUser {
  private NewUser() {}

  static Script remove(User.Args want) {
    List<String> options = new ArrayList<>();
    if (want.force()) options.add("-f");
    if (want.remove()) options.add("-r");
    return sh("userdel {} -- {}", options, want.name());
  }

  static Script create(User.Args want, User.Found found) {
    List<String> options = new ArrayList<>();
    want.uid().ifPresent(uid -> options.addAll(List.of("-u", uid.toString())));
    if (want.nonUnique()) options.add("-o");
    want.uidMin().ifPresent(min -> options.addAll(List.of("-K", "UID_MIN=" + min)));
    want.uidMax().ifPresent(max -> options.addAll(List.of("-K", "UID_MAX=" + max)));
    want.group()
        .or(() -> Optional.of(want.name()).filter(name -> found.ownGroup()))
        .ifPresent(group -> options.addAll(List.of("-g", group)));
    want.groups()
        .filter(groups -> !groups.isEmpty())
        .ifPresent(groups -> options.addAll(List.of("-G", String.join(",", groups))));
    want.shell().ifPresent(shell -> options.addAll(List.of("-s", shell)));
    want.home().ifPresent(home -> options.addAll(List.of("-d", home)));
    want.skeleton().ifPresent(from -> options.addAll(List.of("-k", from)));
    want.umask().ifPresent(mask -> options.addAll(List.of("-K", "UMASK=" + mask)));
    want.comment().ifPresent(comment -> options.addAll(List.of("-c", comment)));
    if (want.system()) options.add("-r");
    options.add(want.createHome() ? "-m" : "-M");
    Script add = sh("useradd {} -- {}", options, want.name());
    // not every useradd makes the directories above
    Optional<String> above =
        want.home()
            .filter(home -> want.createHome())
            .map(home -> home.replaceFirst("/+[^/]*/*$", ""));
    Script made =
        above
            .filter(path -> !path.isEmpty())
            .map(path -> sh("mkdir -p -- {}", path).then(add))
            .orElse(add);
    return want.credentials().password().isEmpty()
        ? made
        : made.then(Shadow.set(want.name(), want.credentials()));
  }
}
