package outpost.core.run;

/** Finds where a task's questions to a host of the inventory go, as the task's user there. */
@FunctionalInterface
interface Targets {
  Target of(String host);
}
