package outpost.modules.cluster;

/** What a resource of the cluster is to be. */
public enum ResourceState {
  /** There, whether it is enabled or not; a new one is. */
  PRESENT,
  /** Stopped first, then gone. */
  ABSENT,
  /** There, and run by the cluster. */
  ENABLED,
  /** There, and stopped. */
  DISABLED
}
