package outpost.modules.services;

import static outpost.api.Script.sh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import outpost.api.Change;
import outpost.api.Payload;
import outpost.api.Plan;
import outpost.api.Script;
import outpost.modules.files.Target;

/**
 * A user's crontab, which crontab(1) alone reads and writes.
 *
 * @param user whose it is
 * @param held what it holds
 * @param trouble why it cannot be read
 * @param copy where it is kept, if that is wanted
 */
record UserTable(String user, Target held, Optional<String> trouble, Optional<String> copy) {

  /** Asks below {@code table}. */
  static Script question(Optional<String> user, boolean backup) {
    Script ask =
        sh(
            """
            me=$(id -un); user={}; [ "$user" ] || user=$me
            emit table.user "$user"
            set --; [ "$user" = "$me" ] || set -- -u "$user"
            if ! command -v crontab >/dev/null; then emit table.trouble 'there is no crontab'
            elif ! id -u -- "$user" >/dev/null 2>&1; then emit table.trouble "there is no user $user"
            elif why=$(crontab "$@" -l 2>&1 >/dev/null); then crontab "$@" -l | blob table.held.bytes
            else case $why in
              *'no crontab'* | *'No such file'*) ;;
              *) emit table.trouble "$(printf '%s\\n' "$why" | head -n 1)" ;;
            esac; fi\
            """,
            user.orElse(""));
    if (!backup) return ask;
    return ask.then(sh("emit table.copy \"/tmp/crontab.$user.$(date +%Y-%m-%d@%H:%M:%S).$$~\""));
  }

  /** Wants it to hold this text. */
  void hold(String after, String what, String from, String to, Plan.Builder plan) {
    if (trouble.isPresent()) {
      plan.block(
          "the crontab of `" + user + "` cannot be read: " + trouble.get(),
          "install cron, or use `become`");
      return;
    }
    if (after.equals(held.text())) return;
    copy.filter(path -> held.bytes().isPresent())
        .ifPresent(path -> plan.result("backup_file", path));
    plan.change(
        what,
        from,
        to,
        write().stdin(new Payload.Bytes(held.encoding().bytes(after))),
        new Change.Diff("crontab of " + user, held.text(), after, false));
  }

  private Script write() {
    return sh(
        """
        user={} copy={}; set --; [ "$user" = "$(id -un)" ] || set -- -u "$user"
        sum=$(crontab "$@" -l 2>/dev/null | sha256sum) || exit
        [ "${sum%% *}" = {} ] || { echo 'the crontab was changed meanwhile' >&2; exit 1; }
        if [ "$copy" ]; then
          (umask 077; set -C; crontab "$@" -l >"$copy") || exit
        fi
        crontab "$@" -\
        """,
        user, copy.filter(path -> held.bytes().isPresent()).orElse(""), sum());
  }

  private String sum() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(held.content()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
