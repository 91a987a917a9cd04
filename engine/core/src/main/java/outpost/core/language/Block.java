package outpost.core.language;

import java.util.List;
import java.util.Optional;
import outpost.core.source.Node;

/**
 * Tasks that share keywords.
 *
 * @param body what is done
 * @param rescue what is done on hosts on which the body fails
 * @param always what is done on every host after these
 */
public record Block(
    Node.Mapping written, Keywords keywords, List<Item> body, List<Item> rescue, List<Item> always)
    implements Item {
  public Block {
    body = List.copyOf(body);
    rescue = List.copyOf(rescue);
    always = List.copyOf(always);
  }

  public Optional<Node.Scalar> name() {
    return keywords.own(Keyword.NAME).map(Node.Scalar.class::cast);
  }
}
