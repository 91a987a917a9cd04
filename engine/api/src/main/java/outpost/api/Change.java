package outpost.api;

import java.util.Optional;

/**
 * One difference between found and wanted, with its fix.
 *
 * @param what the thing that differs, in the field's words: {@code mode}, {@code enabled}
 * @param from what was found, short, never a secret
 * @param to what is wanted, short, never a secret
 * @param fix brings it about
 * @param diff the whole texts before and after, where there are any
 * @param errand what the control node does for it, before the fix of any change is run
 */
public record Change(
    String what, String from, String to, Script fix, Optional<Diff> diff, Optional<Errand> errand) {

  public Change(String what, String from, String to, Script fix, Optional<Diff> diff) {
    this(what, from, to, fix, diff, Optional.empty());
  }

  /** Two texts to compare line by line; {@code hidden} ones are not shown. */
  public record Diff(String name, String before, String after, boolean hidden) {}

  @Override
  public String toString() {
    return what + ": " + from + " -> " + to;
  }
}
