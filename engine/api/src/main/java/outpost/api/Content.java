package outpost.api;

/**
 * An argument that is text for a file and may hold a secret.
 *
 * @param text the text, kept as a secret until it is sent
 * @param secret whether a secret went into it, so that no diff may show it
 */
public record Content(Secret text, boolean secret) {}
