package outpost.cli;

import java.util.Optional;
import outpost.core.source.DiagnosticRenderer;
import outpost.core.source.Problems;

/** What the commands around pacemaker_remote share: keys, and telling what is wrong. */
final class RemotedTool {
  private final Surroundings around;
  private final Problems problems = new Problems();

  RemotedTool(Surroundings around) {
    this.around = around;
  }

  Problems problems() {
    return problems;
  }

  /** Reads a key; why it cannot be read is reported. */
  Optional<byte[]> key(RemotedOptions.Keys keys) {
    String name = keys.authkey.orElseThrow();
    Optional<byte[]> key =
        new VaultFiles(around, problems).read(name).map(VaultTool.Content::bytes);
    if (key.filter(bytes -> bytes.length == 0).isPresent()) {
      problems.error(
          "empty-key", "`" + name + "` is empty", "to pacemaker_remote an empty key file is none");
    }
    return key;
  }

  /** Tells what is wrong, if anything is; returns whether it is. */
  boolean tell() {
    DiagnosticRenderer renderer = new DiagnosticRenderer(around.errTerminal().colours());
    around.err().print(around.masker().mask(renderer.render(problems.all())));
    return problems.hasErrors();
  }
}
