package outpost.core.template;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Secret;
import outpost.core.source.Unlocker;

/** Lookups that find and read files of the control node. */
final class FileLookups {
  static final List<Lookup> TABLE =
      List.of(
          Lookup.of("file", FileLookups::texts, "lstrip", "rstrip"),
          Lookup.of("unvault", FileLookups::whole),
          Lookup.of("template", FileLookups::rendered, "template_vars"),
          Lookup.of("fileglob", FileLookups::globbed).impure(),
          Lookup.of("first_found", FileLookups::firstFound, "files", "paths", "skip").takingMaps());

  private FileLookups() {}

  private static List<Object> texts(Lookup.Request asked) {
    List<Object> texts = new ArrayList<>();
    for (String name : asked.names()) {
      Object read = read(new Places(asked.asking()).file(name, "files"), asked);
      boolean left = asked.flag("lstrip", false);
      boolean right = asked.flag("rstrip", true);
      texts.add(changed(read, text -> stripped(text, left, right)));
    }
    return texts;
  }

  private static String stripped(String text, boolean left, boolean right) {
    String rest = left ? text.stripLeading() : text;
    return right ? rest.stripTrailing() : rest;
  }

  private interface Change {
    String of(String text);
  }

  private static Object changed(Object text, Change change) {
    return text instanceof Secret secret
        ? Secret.of(change.of(secret.revealText())) // is closed again at once
        : change.of((String) text);
  }

  private static List<Object> whole(Lookup.Request asked) {
    List<Object> texts = new ArrayList<>();
    for (String name : asked.names()) {
      texts.add(read(new Places(asked.asking()).file(name, "files"), asked));
    }
    return texts;
  }

  /** Returns a file's text; a secret if it is encrypted. */
  static Object read(Path file, Lookup.Request asked) {
    try {
      String text = utf8(Files.readAllBytes(file), file);
      if (!Unlocker.isLocked(text)) return text;
      Unlocker unlocker = asked.asking().templates().unlocker();
      Secret opened = unlocker.open(text);
      unlocker.keep(opened);
      return Secret.of(utf8(opened.reveal(), file)); // a secret as before
    } catch (Unlocker.Locked e) {
      throw Lookup.failed(
          "`" + file + "`: " + e.problem().message(), e.problem().hints().toArray(String[]::new));
    } catch (IOException e) {
      throw Lookup.failed("`" + file + "` cannot be read", e.getMessage());
    }
  }

  private static String utf8(byte[] bytes, Path file) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Lookup.failed("`" + file + "` is not UTF-8 text", "send other files with `copy`");
    }
  }

  private static List<Object> rendered(Lookup.Request asked) {
    Scope scope = asked.asking().scope();
    if (asked.options().get("template_vars") instanceof Map<?, ?> more) scope = over(more, scope);
    List<Object> texts = new ArrayList<>();
    for (String name : asked.names()) {
      Path file = new Places(asked.asking()).file(name, "templates");
      RenderedText text = asked.asking().templates().render(file, scope, List.of());
      texts.add(text.secret() ? Secret.of(text.text()) : text.text());
    }
    return texts;
  }

  private static Scope over(Map<?, ?> more, Scope below) {
    return new Scope() {
      @Override
      public Object get(String name) {
        return more.containsKey(name) ? more.get(name) : below.get(name);
      }

      @Override
      public Set<String> names() {
        Set<String> names = new TreeSet<>(below.names());
        more.keySet().forEach(name -> names.add(String.valueOf(name)));
        return names;
      }
    };
  }

  private static List<Object> globbed(Lookup.Request asked) {
    List<Object> found = new ArrayList<>();
    for (String pattern : asked.names()) {
      for (Path candidate : new Places(asked.asking()).candidates(pattern, "files")) {
        List<Object> files = glob(candidate);
        found.addAll(files);
        if (!files.isEmpty()) break;
      }
    }
    return found;
  }

  private static List<Object> glob(Path pattern) {
    try {
      return PathBuiltIns.glob(pattern);
    } catch (BadCall e) {
      throw Lookup.failed(e.what());
    }
  }

  /** Names, or maps of {@code files}, {@code paths} and {@code skip}, in their order. */
  private static List<Object> firstFound(Lookup.Request asked) {
    Places places = new Places(asked.asking());
    String folder = asked.asking().folder();
    List<String> tried = new ArrayList<>();
    boolean skip = asked.flag("skip", false);
    List<Object> terms =
        new ArrayList<>(ListBuiltIns.flat(asked.terms(), Integer.MAX_VALUE, false));
    if (asked.options().containsKey("files")) terms.add(asked.options());
    for (Object term : terms) {
      if (term instanceof Map<?, ?> map) skip |= Boolean.TRUE.equals(map.get("skip"));
      for (String name : combined(term, asked.options().get("paths"))) {
        for (Path candidate : places.candidates(name, folder)) {
          if (Files.exists(candidate)) return List.of(candidate.toString());
        }
        tried.add(name);
      }
    }
    if (skip) return List.of();
    if (asked.asking().preview() && tried.stream().anyMatch(name -> name.startsWith("/"))) {
      throw new UnknownValue("first_found");
    }
    if (tried.isEmpty()) throw Lookup.failed("`first_found` needs names of files");
    List<String> looked = places.folders(folder).stream().map(Path::toString).toList();
    throw Lookup.failed(
        "none of these files exists: " + String.join(", ", tried),
        "looked in " + String.join(", ", looked),
        "to go on without one write `{'files': …, 'skip': true}`");
  }

  private static List<String> combined(Object term, Object otherPaths) {
    Object files = term;
    Object paths = otherPaths;
    if (term instanceof Map<?, ?> map) {
      files = map.get("files");
      if (map.get("paths") != null) paths = map.get("paths");
    }
    List<String> names = split(files, "[,;]");
    List<String> folders = split(paths, "[,:;]");
    if (folders.isEmpty()) return names;
    List<String> all = new ArrayList<>();
    for (String folder : folders) {
      if (names.isEmpty()) all.add(folder);
      for (String name : names) all.add(Path.of(folder).resolve(name).toString());
    }
    return all;
  }

  private static List<String> split(Object value, String separators) {
    List<String> parts = new ArrayList<>();
    if (value == null) return parts;
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      for (String part : Lookup.Request.name(each).split(separators)) {
        if (!part.isBlank()) parts.add(part.strip());
      }
    }
    return parts;
  }
}
