package outpost.modules.users;

import static outpost.api.Script.sh;

import outpost.api.Glance;
import outpost.api.Script;

/** Asks a host for all that bears on one user. */
final class Inquiry {
  private Inquiry() {}

  static Script of(User.Args want) {
    String getent = Names.getent(want.local());
    Script ask =
        sh(
            """
            name={} home=
            command -v useradd >/dev/null || emit tools no
            if line=$(%1$s passwd -- "$name"); then
              emit own_group no
              more=${line#*:*:}; emit user.uid "${more%%%%:*}"
              more=${more#*:}; emit user.gid "${more%%%%:*}"
              more=${more#*:}; emit user.comment "${more%%%%:*}"
              more=${more#*:}; emit user.home "${more%%%%:*}"; emit user.shell "${more#*:}"
              home={}; [ -n "$home" ] || { home=${line%%:*}; home=${home##*:}; }
              if [ -d "$home" ]; then emit user.home_exists yes; else emit user.home_exists no; fi
              awk -F: -v user="$name" '{ n = split($4, members, ",")
                for (i = 1; i <= n; i++) if (members[i] == user) print "user.groups=" $1 }' /etc/group
            elif %1$s group -- "$name" >/dev/null; then emit own_group yes
            else emit own_group no
            fi\
            """
                .formatted(getent),
            want.name(),
            want.home().orElse(""));
    if (!want.named().isEmpty()) {
      ask =
          ask.then(
              sh(
                  """
                  set -- {}; for group; do
                    %s; if [ "$line" ]; then
                      emit "called.$group" "${line%%%%:*}"
                      line=${line#*:*:}; emit "known.$group" "${line%%%%:*}"; fi
                  done\
                  """
                      .formatted(Names.group(want.local())),
                  want.named()));
      for (String name : want.named()) ask = ask.glancing(Glance.What.GROUP, name);
    }
    if (want.uid().isPresent()) {
      ask =
          ask.then(
              sh(
                  "if line=$(%s passwd -- {}); then emit holder \"${line%%%%:*}\"; fi"
                      .formatted(getent),
                  want.uid().get()));
    }
    if (want.asksShadow()) ask = ask.then(Shadow.question(want.credentials(), getent));
    if (want.asksKey()) {
      // its parts are quoted already
      ask =
          ask.then(Script.raw("if [ \"$home\" ]; then\n" + want.key().question().text() + "\nfi"));
    }
    return ask;
  }
}
