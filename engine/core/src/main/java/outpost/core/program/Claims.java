package outpost.core.program;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import outpost.api.Claim;
import outpost.core.source.Problems;
import outpost.core.source.Span;

/** Finds tasks that take one name for things that exclude each other. */
final class Claims {
  /** A claim, where it is made, and on which host. */
  private record Made(Claim claim, String host, Span place) {

    /** Whether this excludes another. */
    boolean excludes(Made other) {
      return host.equals(other.host)
          && claim.name().equalsIgnoreCase(other.claim.name())
          && claim.never().contains(other.claim.as());
    }
  }

  private final List<Made> all = new ArrayList<>();

  void add(List<Claim> claims, String host, Span place) {
    claims.forEach(claim -> all.add(new Made(claim, host, place)));
  }

  /** Tells each contradiction once, at the task that comes last. */
  void tell(Problems problems) {
    Set<List<Object>> told = new LinkedHashSet<>();
    for (int i = 0; i < all.size(); i++) {
      for (Made earlier : all.subList(0, i)) {
        Made later = all.get(i);
        if (!earlier.excludes(later) && !later.excludes(earlier)) continue;
        if (!told.add(List.of(earlier.place, later.place, later.claim.name()))) continue;
        Claim strict = earlier.excludes(later) ? earlier.claim : later.claim;
        problems.error(
            later.place,
            "contradiction",
            "`"
                + later.claim.name()
                + "` is "
                + later.claim.as()
                + " here, and "
                + earlier.claim.as()
                + " at "
                + earlier.place,
            strict.hint());
      }
    }
  }
}
