package outpost.modules.net;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a version is in another repository, as {@code git ls-remote --symref} tells it.
 *
 * @param branch its name, if it is one
 * @param tag its name, if it is one
 * @param commit empty if it is neither, nor a whole commit
 */
record GitRefs(Optional<String> branch, Optional<String> tag, Optional<String> commit) {
  private static final String HEADS = "refs/heads/";
  private static final String TAGS = "refs/tags/";

  static GitRefs of(Optional<byte[]> listed, String version) {
    Map<String, String> refs = new LinkedHashMap<>();
    String text = listed.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    text.lines()
        .map(line -> line.split("\t", 2))
        .filter(parts -> parts.length == 2)
        .forEach(
            parts -> {
              String key = parts[0].startsWith("ref: ") ? "->" + parts[1] : parts[1];
              refs.putIfAbsent(key, parts[0].replaceFirst("^ref: ", ""));
            });
    String name = version.replaceFirst("^refs/(heads|tags)/", "");
    Optional<String> branch = Optional.of(name).filter(n -> refs.containsKey(HEADS + n));
    if (version.equals("HEAD")) {
      branch =
          Optional.ofNullable(refs.get("->HEAD"))
              .filter(to -> to.startsWith(HEADS))
              .map(to -> to.substring(HEADS.length()));
      return new GitRefs(branch, Optional.empty(), Optional.ofNullable(refs.get("HEAD")));
    }
    if (version.startsWith(TAGS)) branch = Optional.empty();
    if (branch.isPresent()) {
      return new GitRefs(branch, Optional.empty(), Optional.of(refs.get(HEADS + name)));
    }
    Optional<String> tag = Optional.of(name).filter(n -> refs.containsKey(TAGS + n));
    Optional<String> commit =
        Optional.ofNullable(refs.get(TAGS + name + "^{}"))
            .or(() -> Optional.ofNullable(refs.get(TAGS + name)))
            .or(() -> Optional.ofNullable(refs.get(version)))
            .or(() -> Optional.of(version).filter(v -> v.matches("[0-9a-f]{40}|[0-9a-f]{64}")));
    return new GitRefs(branch, tag, commit);
  }
}
