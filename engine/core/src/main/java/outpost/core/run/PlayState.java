package outpost.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import outpost.core.program.BoundPlay;
import outpost.core.program.Handlers;
import outpost.core.program.RoleUse;
import outpost.core.program.Stage;
import outpost.core.program.Step;
import outpost.core.program.VarLevel;

/** What comes up in a play for all of its hosts. Safe for use by several threads. */
final class PlayState {
  private final Session session;
  private final BoundPlay play;
  private final List<String> hosts;
  private final Map<String, List<VarLevel>> files = new ConcurrentHashMap<>();
  private List<RoleUse> exported;
  private Handlers handlers;
  private boolean over;

  PlayState(Session session, BoundPlay play, List<String> hosts) {
    this.session = session;
    this.play = play;
    this.hosts = hosts;
    this.exported = play.exported();
    this.handlers = play.handlers();
  }

  Session session() {
    return session;
  }

  BoundPlay play() {
    return play;
  }

  void files(String host, List<VarLevel> levels) {
    files.put(host, levels);
  }

  synchronized Handlers handlers() {
    return handlers;
  }

  /** Takes in the handlers of a role that was included. */
  synchronized void add(List<Step> more) {
    if (!more.isEmpty()) handlers = handlers.with(more);
  }

  /** Lets all tasks see the variables of a role from now on. */
  synchronized void export(RoleUse role) {
    List<RoleUse> more = new ArrayList<>(exported);
    more.add(role);
    exported = List.copyOf(more);
  }

  private synchronized List<RoleUse> exported() {
    return exported;
  }

  /** Ends the play: no batch follows. */
  synchronized void end() {
    over = true;
  }

  synchronized boolean isOver() {
    return over;
  }

  /** Returns what tasks of a batch see of the play. */
  Stage stage(Batch batch) {
    Map<String, Object> magic = new LinkedHashMap<>();
    magic.put("ansible_play_name", play.name());
    magic.put("ansible_play_hosts_all", hosts);
    magic.put(
        "ansible_play_hosts",
        hosts.stream().filter(host -> session.state(host).isActiveInPlay()).toList());
    magic.put(
        "ansible_play_batch",
        batch.hosts().stream().filter(HostState::isActiveInPlay).map(HostState::name).toList());
    List<String> roles = exported().stream().map(RoleUse::name).distinct().toList();
    magic.put("ansible_play_role_names", roles);
    magic.put("ansible_role_names", roles);
    return new Stage(play.vars(), host -> files.getOrDefault(host, List.of()), exported(), magic);
  }
}
