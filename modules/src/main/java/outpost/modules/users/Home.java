package outpost.modules.users;

import static outpost.api.Script.sh;

import java.util.Optional;
import outpost.api.BadArg;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.modules.files.FileEdit;

/** Files in a user's home, which only the host knows the place of. */
final class Home {
  private Home() {}

  /**
   * Edits a file by a whole path, or by one that begins with {@code ~/} or {@code ~USER/}.
   *
   * @throws BadArg if it is neither
   */
  static FileEdit edit(String arg, String path) {
    if (!path.startsWith("~")) return FileEdit.of(arg, path);
    int slash = path.indexOf('/');
    if (slash < 0 || path.contains("\n")) {
      throw new BadArg(arg, "`" + path + "` is no file's path", "name a file below a home");
    }
    Optional<String> user = Optional.of(path.substring(1, slash)).filter(name -> !name.isEmpty());
    return FileEdit.at(find(user).then(sh("p=$home/{}", path.substring(slash + 1))));
  }

  /** Says so where a host does not know the user. */
  static boolean isStrange(Optional<String> stranger, Plan.Builder plan) {
    stranger.ifPresent(
        user ->
            plan.block(
                "no user `" + user + "` on this host", "make it with the module user first"));
    return stranger.isPresent();
  }

  /** Sets {@code $home} to that of a user, or of who runs the task; a stranger has none. */
  static Script find(Optional<String> user) {
    return sh(
        """
        user={}; line=$(getent passwd -- "${user:-$(id -u)}") \\
          || { emit stranger "${user:-$(id -u)}"; exit 0; }
        home=${line%:*} && home=${home##*:}\
        """,
        user.orElse(""));
  }
}
