package outpost.modules.packages;

import java.util.List;
import outpost.api.BadArg;
import outpost.api.Script;
import outpost.modules.cluster.Attachment;

/**
 * Which packages are to be there, or not.
 *
 * @param names what is named, without {@code *}
 * @param everything whether {@code *} is named: all that is installed
 */
record Goal(List<Name> names, boolean everything, State state) {

  /** The state of packages. */
  enum State {
    PRESENT,
    INSTALLED,
    LATEST,
    ABSENT,
    REMOVED
  }

  /**
   * Reads what a task names.
   *
   * @throws BadArg if a name has no form that is known, or does not go with the state
   */
  static Goal of(List<String> written, State state) {
    if (written.isEmpty()) {
      throw new BadArg("name", "no package is named", "name at least one package");
    }
    boolean everything = written.contains("*");
    if (everything && (state != State.LATEST || written.size() > 1)) {
      throw new BadArg("name", "`*` stands for all packages", "use it alone, with `state: latest`");
    }
    Goal goal =
        new Goal(
            everything ? List.of() : written.stream().map(Name::of).toList(), everything, state);
    if (goal.latest() && !goal.groups().isEmpty()) {
      throw new BadArg(
          "state",
          "`@" + goal.groups().get(0) + "` cannot be held to `latest`",
          "use `present`, and `latest` for its packages by name");
    }
    if (goal.absent()) {
      for (Name name : goal.names) {
        if (name.condition().isPresent() || name.label().matches(".*[/(].*")) {
          throw new BadArg(
              "name", "`" + name.written() + "` cannot be removed", "name the package itself");
        }
      }
    }
    return goal;
  }

  boolean absent() {
    return state == State.ABSENT || state == State.REMOVED;
  }

  boolean latest() {
    return state == State.LATEST;
  }

  /** Asks for clusters that pacemaker_remote may be taken away from, where that is possible. */
  Script attachment() {
    boolean possible =
        everything || names.stream().anyMatch(name -> name.label().contains("pacemaker"));
    return possible ? Attachment.question() : Script.raw(":"); // a constant word
  }

  /** Returns what the package database is asked for. */
  List<String> labels() {
    return names.stream().filter(name -> !name.group()).map(Name::label).distinct().toList();
  }

  List<String> groups() {
    return names.stream().filter(Name::group).map(Name::label).distinct().toList();
  }
}
