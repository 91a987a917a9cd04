package outpost.modules.files;

import static outpost.api.Script.sh;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import outpost.api.Script;

/**
 * What many files of a host are like, each in the order in which it was asked for.
 *
 * @param kinds a letter each: file, one with a newline in its name, directory, link, other, broken
 *     link where links are followed, or {@code -} for nothing
 * @param stats {@code st_mode:uid:gid} of what is there
 * @param sums of files
 * @param odd of those with a newline in their names, which BusyBox prints as it is
 * @param targets of links
 */
record Census(
    Optional<String> kinds,
    Optional<byte[]> stats,
    Optional<byte[]> sums,
    Optional<byte[]> odd,
    Optional<byte[]> targets) {

  /**
   * Defines {@code census KEY}, and {@code census KEY -L} to see what links point to. The names,
   * from where the shell is, are in {@code $w/all}, each with NUL behind it.
   */
  static final Script TAKE =
      sh(
          """
          census() {
            : >"$w/files" && : >"$w/odd" && : >"$w/there" && : >"$w/links" || exit
            xargs -0 sh -c 'l=$1; shift
            for f; do
              k=-
              if [ -z "$l" ] && [ -h "$f" ]; then
                k=l; { readlink -n -- "$f"; printf "\\0"; } >>"$0/links"
              elif [ -d "$f" ]; then k=d
              elif [ -f "$f" ]; then
                case $f in
                  *"\n"*) k=n; sha256sum <"$f" >>"$0/odd" || exit 255 ;;
                  *) k=f; printf "%s\\0" "$f" >>"$0/files" ;;
                esac
              elif [ -e "$f" ]; then k=o
              elif [ -h "$f" ]; then k=b
              fi
              case $k in -|b) ;; *) printf "%s\\0" "$f" >>"$0/there" ;; esac
              printf %s $k
            done' "$w" "$2" <"$w/all" >"$w/kinds" || exit
            emit "$1.kinds" "$(cat "$w/kinds")"
            blob "$1.targets" <"$w/links"
            cut -c 1-64 <"$w/odd" | blob "$1.odd"
            if [ -s "$w/there" ]; then
              xargs -0 stat ${2:+"$2"} -c '%f:%u:%g' -- <"$w/there" >"$w/out" || exit
              blob "$1.stats" <"$w/out"
            fi
            if [ -s "$w/files" ]; then
              xargs -0 sha256sum -- <"$w/files" >"$w/out" || exit
              cut -c 1-65 <"$w/out" | blob "$1.sums"
            fi
          }""");

  /** Mode and owner of a file. */
  record Seat(int mode, String uid, String gid) {
    static Seat of(String line) {
      String[] parts = line.split(":");
      return new Seat(Integer.parseInt(parts[0], 16) & 07777, parts[1], parts[2]);
    }

    /** Returns what a file is to have: owners that are wanted, or else those that it has. */
    static Seat of(int mode, Owners owners, Owners.Ids ids, Optional<Seat> now) {
      return new Seat(
          mode,
          owners.uid(ids).or(() -> now.map(Seat::uid)).orElse(""),
          owners.gid(ids).or(() -> now.map(Seat::gid)).orElse(""));
    }

    /** Returns whose it is as chown(1) takes it: empty if that is left open. */
    String owner() {
      return gid.isEmpty() ? uid : uid + ":" + gid;
    }
  }

  /**
   * One of them.
   *
   * @param letter as in {@link #kinds}
   * @param sum if it is a file
   * @param target if it is a link
   */
  record Item(char letter, Optional<Seat> seat, String sum, String target) {
    static final Item NOTHING = new Item('-', Optional.empty(), "", "");

    Optional<Inode.Kind> kind() {
      return switch (letter) {
        case 'f', 'n' -> Optional.of(Inode.Kind.FILE);
        case 'd' -> Optional.of(Inode.Kind.DIRECTORY);
        case 'l' -> Optional.of(Inode.Kind.LINK);
        case 'o' -> Optional.of(Inode.Kind.OTHER);
        default -> Optional.empty();
      };
    }
  }

  /** Returns them, in their order. */
  List<Item> items(Charset charset) {
    Iterator<String> stats = text(this.stats, charset).lines().iterator();
    Iterator<String> odd = text(this.odd, charset).lines().iterator();
    Iterator<String> sums =
        text(this.sums, charset)
            .lines()
            .map(line -> line.startsWith("\\") ? line.substring(1) : line.substring(0, 64))
            .iterator();
    Iterator<String> targets = List.of(text(this.targets, charset).split("\0", -1)).iterator();
    List<Item> items = new ArrayList<>();
    for (char letter : kinds.orElse("").toCharArray()) {
      boolean there = letter != '-' && letter != 'b';
      items.add(
          new Item(
              letter,
              there ? Optional.of(Seat.of(stats.next())) : Optional.empty(),
              letter == 'f' ? sums.next() : letter == 'n' ? odd.next() : "",
              letter == 'l' ? targets.next() : ""));
    }
    return items;
  }

  /** Returns names as {@code xargs -0} reads them. */
  static byte[] listed(List<String> names, Charset charset) {
    StringBuilder all = new StringBuilder();
    names.forEach(name -> all.append(name).append('\0'));
    return all.toString().getBytes(charset);
  }

  /** Returns a text that was read as bytes, as people see it: on one line. */
  static String shown(String text, Charset charset) {
    String read = new String(text.getBytes(charset), StandardCharsets.UTF_8);
    return read.replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static String text(Optional<byte[]> bytes, Charset charset) {
    return bytes.map(some -> new String(some, charset)).orElse("");
  }
}
