package outpost.modules.files;

import java.util.Optional;
import java.util.function.UnaryOperator;
import outpost.api.Plan;

/**
 * Holds a file to what comes of its text by a rule. Where the rule would change again what it has
 * made, there is nothing to hold to: then it is an action, done each time it is asked for.
 *
 * @param rule works out the new text, in the encoding of the file
 */
record Reworking(FileEdit edit, Target found, UnaryOperator<String> rule) {

  /** Returns the text that comes of it; empty where it changes nothing. */
  Optional<String> after() {
    String before = found.text();
    return Optional.of(rule.apply(before)).filter(text -> !text.equals(before) || !found.exists());
  }

  /** Plans it, told as the revision says, which is of the same content. */
  void plan(Revision revision, Plan.Builder plan) {
    String after = after().orElseThrow();
    if (rule.apply(after).equals(after)) {
      edit.hold(found, revision, plan);
    } else {
      edit.act(found, revision, plan);
      plan.note("what it writes is found again: it changes `" + edit.path() + "` in every run");
    }
  }
}
