package outpost.core.template;

/**
 * What a template file renders to.
 *
 * @param secret whether a secret went into it
 */
public record RenderedText(String text, boolean secret) {

  /** Does not show the text: it may hold a secret. */
  @Override
  public String toString() {
    return "RenderedText[" + text.length() + " characters" + (secret ? ", secret" : "") + "]";
  }
}
