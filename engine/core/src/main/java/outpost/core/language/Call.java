package outpost.core.language;

import java.util.Optional;
import outpost.core.source.Node;

/**
 * The module that a task uses, and its arguments as written.
 *
 * @param written the module's name as it stands in the file
 * @param module the short name: {@code copy} for {@code ansible.builtin.copy}
 * @param text arguments in free form, such as a command line; whether the module takes them so is
 *     for the catalog to say, with {@link OneLineArgs} for a hint
 * @param args the arguments below the module, and those of {@code args:}
 */
public record Call(
    Node.Scalar written, String module, Optional<Node.Scalar> text, Node.Mapping args) {}
