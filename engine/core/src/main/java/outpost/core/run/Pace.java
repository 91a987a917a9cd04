package outpost.core.run;

/** How a run goes from task to task. */
public enum Pace {
  /** What coming tasks ask of a host travels with the trips of earlier ones. */
  AHEAD,

  /** Nothing is asked of a host before its task is due. */
  ONE_BY_ONE,

  /** Whoever looks at the run is asked before each task. */
  ASKING
}
