package outpost.core.connect;

import java.util.Objects;
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

  // keys of maps compare by themselves: a record's own ways take long to be linked at run time
  @Override
  public int hashCode() {
    return user.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Become that
        && user.equals(that.user)
        && password.equals(that.password)
        && Objects.equals(means, that.means);
  }
}
