package outpost.core.run;

import java.util.List;
import outpost.core.event.Event;
import outpost.core.inventory.Addition;
import outpost.core.inventory.Inventory;
import outpost.core.program.Variables;
import outpost.core.source.Problems;

/** Changes the inventory of a run. */
final class InventoryRun {
  private final Session session;

  InventoryRun(Session session) {
    this.session = session;
  }

  /** What came of it: whether anything changed, and what is wrong. */
  record Done(boolean changed, Problems problems) {}

  Done add(List<Addition> additions) {
    synchronized (session.sources()) {
      Problems problems = new Problems();
      Inventory inventory = session.variables().inventory();
      boolean changed = false;
      for (Addition addition : additions) {
        Inventory.Added added = inventory.with(addition, session.sources(), problems);
        changed |= added.changed();
        inventory = added.inventory();
      }
      if (!problems.hasErrors() && changed) become(inventory);
      return new Done(changed, problems);
    }
  }

  /** Reads the inventory again, with what the run added to it. */
  void refresh() {
    synchronized (session.sources()) {
      Problems problems = new Problems();
      Inventory inventory =
          session.variables().inventory().refreshed(session.sources().anew(), problems);
      if (problems.hasErrors()) {
        problems.all().forEach(p -> session.tell(new Event.Warned(p.problem().message())));
        session.tell(new Event.Warned("the inventory could not be read again: it stays as it was"));
        return;
      }
      become(inventory);
    }
  }

  private void become(Inventory inventory) {
    Variables variables = session.variables().with(inventory);
    session.current().set(variables);
  }
}
