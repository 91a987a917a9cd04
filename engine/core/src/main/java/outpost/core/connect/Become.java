package outpost.core.connect;

import java.util.Optional;
import outpost.api.Secret;

/**
 * As which user a shell runs.
 *
 * @param user the user to become; empty is the user who logged in
 * @param password for sudo, where it asks
 */
public record Become(Optional<String> user, Optional<Secret> password) {
  public static final Become NO = new Become(Optional.empty(), Optional.empty());
}
