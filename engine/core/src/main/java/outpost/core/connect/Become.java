package outpost.core.connect;

import java.util.Optional;
import outpost.api.Secret;

/**
 * As which user a shell runs.
 *
 * @param user the user to become; empty is the user who logged in
 * @param password where the means asks for one
 */
public record Become(Optional<String> user, Optional<Secret> password, Means means) {
  public static final Become NO = new Become(Optional.empty(), Optional.empty());

  /** By plain sudo. */
  public Become(Optional<String> user, Optional<Secret> password) {
    this(user, password, Means.SUDO);
  }
}
