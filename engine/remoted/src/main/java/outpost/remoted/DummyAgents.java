package outpost.remoted;

import java.util.HashSet;
import java.util.Set;

/** Behaves as {@code ocf:pacemaker:Dummy} does: it only remembers whether it was started. */
final class DummyAgents implements Agents {
  private final Set<String> started = new HashSet<>();

  @Override
  public synchronized Answer run(Resource resource, Operation operation) {
    if (!resource.type().equals("Dummy")) {
      return new Answer(5, Result.Status.NOT_INSTALLED, resource.type() + " does not exist", "");
    }
    return switch (operation.action()) {
      case "start" -> {
        started.add(resource.id());
        yield Answer.ok();
      }
      case "stop" -> {
        started.remove(resource.id());
        yield Answer.ok();
      }
      case "monitor" -> Answer.exit(started.contains(resource.id()) ? 0 : 7);
      case "validate-all", "meta-data" -> Answer.ok();
      default -> new Answer(3, Result.Status.DONE, "", "usage: Dummy {start|stop|monitor}");
    };
  }
}
