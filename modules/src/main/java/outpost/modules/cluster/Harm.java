package outpost.modules.cluster;

/** What a change of the cluster's configuration may cost, and only does where a task accepts it. */
public enum Harm {
  /** Other resources that stop for good. */
  STOP,
  /** Nodes that are fenced. */
  FENCE,
  /** A guest node's machine that stops, moves or starts anew. */
  VM_RESTART,
  /** Nodes that no device can fence. */
  UNFENCED
}
