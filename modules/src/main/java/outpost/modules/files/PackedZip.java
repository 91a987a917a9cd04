package outpost.modules.files;

import static outpost.api.Script.sh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import outpost.api.Payload;
import outpost.api.Script;

/** An archive that unzip reads; of one of the control node the host is told what is in it. */
record PackedZip(Unarchive.Args want, PackedSource source) implements Packed {

  @Override
  public Script compare() {
    Script list =
        want.remoteSrc()
            ? sh(
                """
                a={}
                if ! said=$(unzip -v "$a" 2>&1 >"$w/raw"); then
                  printf '%s\\n' "$said" | blob trouble; exit 0
                fi
                while read -r size _ _ _ _ _ crc name; do
                  case $crc in *[!0-9a-f]*|'') ;; ????????) echo "$crc $size $name" ;; esac
                done <"$w/raw" >"$w/list\"""",
                want.src().written())
            : sh("cat >\"$w/list\"");
    Script compare =
        sh(
            """
            while read -r crc size name; do
              %s
              printf '%%s\\n' "$name" >>"$names"
              f=$p/$name
              case $name in
                */) [ -d "$f" ] || echo "$name: absent" ;;
                *)
                  if [ -h "$f" ]; then :
                  elif ! [ -f "$f" ]; then echo "$name: absent"
                  elif [ "$(stat -c %%s -- "$f")" != "$size" ]; then echo "$name: Size differs"
                  else
                    # the end of a gzip file holds the checksum that a zip has
                    sum=$(gzip -1c <"$f" | tail -c 8 | od -An -tx1 -N4)
                    IFS=' ' read -r a b c d <<END
            $sum
            END
                    [ "$d$c$b$a" = "$crc" ] || echo "$name: Contents differ"
                  fi ;;
              esac
            done <"$w/list" | head -n 1000 | blob differs"""
                .formatted(wanted()));
    Script script =
        sh("if ! command -v unzip >/dev/null; then emit lacks unzip; exit 0; fi")
            .then(list)
            .then(compare);
    return want.remoteSrc() ? script : script.stdin(new Payload.Bytes(entries()));
  }

  /** Passes by what is not wanted: words of a pattern are what unzip takes them for. */
  private String wanted() {
    StringBuilder text = new StringBuilder();
    if (!want.exclude().isEmpty()) {
      text.append("case $name in ").append(patterns(want.exclude())).append(") continue ;; esac\n");
    }
    if (!want.include().isEmpty()) {
      text.append("case $name in ")
          .append(patterns(want.include()))
          .append(") ;; *) continue ;; esac");
    }
    return text.isEmpty() ? ":" : text.toString();
  }

  /** Matches what stands for itself only between quotes. */
  private static final Pattern SPECIAL = Pattern.compile("[^A-Za-z0-9_./*?-]+");

  private static String patterns(List<String> patterns) {
    return patterns.stream()
        .map(
            one ->
                SPECIAL
                    .matcher(one)
                    .replaceAll(found -> Matcher.quoteReplacement(Script.quote(found.group()))))
        .collect(Collectors.joining("|"));
  }

  @Override
  public Script unpack() {
    List<String> without = new ArrayList<>();
    if (!want.exclude().isEmpty()) without.add("-x");
    without.addAll(want.exclude());
    Script here =
        want.remoteSrc()
            ? sh("a={}", want.src().written())
            : sh("a=$w/archive; cat >\"$a\" || exit");
    return source.give(
        here.then(
            sh(
                """
            unzip -q -o {} "$a" {} -d "$p" {} || exit
            unzip -Z1 "$a" {} {} >"$names\"""",
                want.extraOpts(),
                want.include(),
                without,
                want.include(),
                without)));
  }

  /** Returns what is in a zip of the control node: checksum, size and name of each file. */
  private byte[] entries() {
    try (ZipFile zip = new ZipFile(want.src().path().toFile())) {
      return zip.stream()
          .map(PackedZip::line)
          .collect(Collectors.joining())
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(ZipEntry entry) {
    return String.format("%08x %d %s\n", entry.getCrc(), entry.getSize(), entry.getName());
  }
}
