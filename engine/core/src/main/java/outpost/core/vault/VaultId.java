package outpost.core.vault;

import outpost.api.Secret;

/** A password of the vault, and the label that encrypted texts call it by. */
public record VaultId(String label, Secret password) {
  /** The label of a password that is given without one. */
  public static final String DEFAULT = "default";
}
