package outpost.core.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import outpost.api.Secret;

/** Reads each file once, under the name its user would type. One thread at a time. */
public final class Sources {
  private final Path workingDirectory;
  private final Unlocker unlocker;
  private final Map<Path, Optional<Source>> read = new HashMap<>();

  public Sources(Path workingDirectory) {
    this(workingDirectory, Unlocker.NONE);
  }

  /**
   * @param unlocker opens files that are encrypted
   */
  public Sources(Path workingDirectory, Unlocker unlocker) {
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
    this.unlocker = unlocker;
  }

  /** Returns what reads all files again. */
  public Sources anew() {
    return new Sources(workingDirectory, unlocker);
  }

  public Unlocker unlocker() {
    return unlocker;
  }

  /** Reads a file; why it cannot be read is told once. */
  public Optional<Source> read(Path file, Problems problems) {
    Path absolute = absolute(file);
    Optional<Source> known = read.get(absolute);
    if (known != null) return known;
    Optional<Source> source = load(absolute, problems);
    read.put(absolute, source);
    return source;
  }

  /** Gives a text that is in no file, to be read under this name. */
  public void put(Path name, String text) {
    read.put(absolute(name), Optional.of(new Source(name(name), text)));
  }

  /** Returns how many files could be read. */
  public int count() {
    return (int) read.values().stream().filter(Optional::isPresent).count();
  }

  /** Returns a path's name: relative to the working directory where it lies below it. */
  public String name(Path file) {
    Path absolute = absolute(file);
    if (absolute.equals(workingDirectory)) return ".";
    return absolute.startsWith(workingDirectory)
        ? workingDirectory.relativize(absolute).toString()
        : absolute.toString();
  }

  public Path absolute(Path file) {
    return workingDirectory.resolve(file).normalize();
  }

  private Optional<Source> load(Path file, Problems problems) {
    String name = name(file);
    try {
      byte[] bytes = Files.readAllBytes(file);
      Source.Secrecy secrecy = Source.Secrecy.NONE;
      if (Unlocker.isLocked(bytes)) {
        Optional<Secret> opened = open(name, bytes, problems);
        if (opened.isEmpty()) return Optional.empty();
        bytes = opened.get().reveal(); // into a source that shows no line of itself
        secrecy = Source.Secrecy.VALUES;
      }
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return Optional.of(
            new Source(name, text.startsWith("\ufeff") ? text.substring(1) : text, secrecy));
      } catch (CharacterCodingException e) {
        Source lossy = new Source(name, new String(bytes, StandardCharsets.UTF_8), secrecy);
        int bad = Math.max(0, lossy.text().indexOf('\ufffd'));
        problems.error(
            lossy.span(bad, Math.min(bad + 1, lossy.text().length())),
            "not-utf-8",
            "`" + name + "` is not UTF-8 here",
            "store the file as UTF-8");
      }
    } catch (NoSuchFileException e) {
      problems.error("no-such-file", "there is no file `" + name + "`");
    } catch (AccessDeniedException e) {
      problems.error("unreadable-file", "`" + name + "` may not be read by this user");
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a directory" : e.getMessage();
      problems.error("unreadable-file", "`" + name + "` cannot be read: " + why);
    }
    return Optional.empty();
  }

  private Optional<Secret> open(String name, byte[] bytes, Problems problems) {
    Source locked = new Source(name, new String(bytes, StandardCharsets.UTF_8));
    try {
      return Optional.of(unlocker.open(locked.text()));
    } catch (Unlocker.Locked e) {
      problems.report(Diagnostic.Severity.ERROR, Optional.of(e.in(locked)), e.problem());
      return Optional.empty();
    }
  }
}
