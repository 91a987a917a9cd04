package outpost.modules.net;

import java.util.Optional;
import outpost.api.Probe;

/** What {@link WaitFor} looks for again and again. */
interface Awaited {
  Probe<WaitFor.Found> question();

  /** Returns what is not as wanted yet; empty if all is. */
  Optional<String> lacks(WaitFor.Found found);
}
