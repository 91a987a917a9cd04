package outpost.modules.files;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * Puts a file in its place at once: its bytes are written beside, dressed, looked at, and only then
 * moved there. Nobody sees half of it, or opens it who may not.
 *
 * @param before what is there now
 * @param stamp what tells a backup's name from others
 */
record Placement(
    String path,
    Optional<Inode> before,
    Optional<String> stamp,
    Attributes attributes,
    Attributes.Host host,
    Safeguards safeguards) {

  /** Brings what was written to {@code $t} to the disk, before it takes its place. */
  static final Script SYNC = sh("sync -- \"$t\"");

  private static final Script OVERWRITE = sh("cat <\"$t\" >\"$p\" && sync -- \"$p\"");

  /** Writes standard input to {@code $t}, and to the disk. */
  static Script fill() {
    return sh("dd of=\"$t\" bs=1M conv=fsync status=none");
  }

  /** Writes a file of the host to {@code $t}, and to the disk. */
  static Script fill(String from) {
    return sh("dd if={} of=\"$t\" bs=1M conv=fsync status=none", from);
  }

  /** Finds a name for a backup that is free: two tasks may keep a file within one second. */
  static Script stamp(String key) {
    return sh(
        """
        now=$(date +%Y-%m-%d@%H:%M:%S); s=$now; n=1
        while [ -e "$p.$s~" ]; do n=$((n + 1)); s=$now.$n; done
        emit {} "$s\"\
        """,
        key);
  }

  private boolean replaces() {
    return before.filter(is -> is.is(Inode.Kind.FILE)).isPresent();
  }

  /** Whether the file that is there stays the same one, and is only written over. */
  boolean inPlace() {
    return safeguards.unsafeWrites() && replaces();
  }

  /** Returns where the file that was there is kept, if it is to be. */
  private Optional<String> backup() {
    return stamp.filter(s -> safeguards.backup() && replaces()).map(s -> path + "." + s + "~");
  }

  /** Adds what `register` gets of a file that is kept. */
  void tell(Plan.Builder plan) {
    backup().ifPresent(name -> plan.result("backup_file", name));
  }

  /**
   * Returns what puts it there.
   *
   * @param fill writes its bytes to {@code $t}, and to the disk
   * @param guard fails where it must not take its place
   */
  Script put(Script fill, Optional<Script> guard) {
    List<Script> steps = new ArrayList<>();
    begin(steps);
    steps.add(fill);
    if (!inPlace()) {
      steps.add(label());
      steps.add(attributes.dress(0666, false, host, before.filter(is -> replaces())));
    }
    safeguards.validation().ifPresent(steps::add);
    guard.ifPresent(steps::add);
    keep().ifPresent(steps::add);
    steps.add(inPlace() ? OVERWRITE : swap());
    attributes.flags().filter(flags -> !inPlace()).flatMap(Flags::dress).ifPresent(steps::add);
    return all(steps);
  }

  /** Returns what takes the file away. */
  Script remove(Script guard) {
    List<Script> steps = new ArrayList<>(List.of(sh("p={}", path), guard));
    keep().ifPresent(steps::add);
    steps.add(sh("rm -f -- \"$p\""));
    return all(steps);
  }

  private static Script all(List<Script> steps) {
    return steps.stream().reduce(Script::then).orElseThrow();
  }

  private void begin(List<Script> steps) {
    String place = inPlace() ? "" : " -- \"${p%/*}/.outpost.XXXXXXXXXX\"";
    steps.add(
        sh(
            "p={}; t=$(mktemp"
                + place
                + ") || exit\ntrap '[ ! -e \"$t\" ] || rm -f -- \"$t\"' EXIT",
            path));
    if (!inPlace() && before.filter(is -> replaces() && !attributes.keepsMode(is)).isPresent()) {
      // with the access list that the file has, closed by chmod until the file is dressed
      steps.add(
          sh(
              """
              if cp --attributes-only --preserve=mode -- "$p" "$t" 2>/dev/null; then
                chmod 0600 -- "$t"
              fi\
              """));
    }
  }

  private Script label() {
    return replaces()
        ? sh("if selinuxenabled 2>/dev/null; then chcon --reference=\"$p\" -- \"$t\"; fi; :")
        : sh(
            """
            if selinuxenabled 2>/dev/null && c=$(matchpathcon -m file -n -- "$p") &&
              [ "$c" != '<<none>>' ]; then chcon -- "$c" "$t"; fi; :\
            """);
  }

  private Optional<Script> keep() {
    return backup().map(to -> sh("cp -p -- \"$p\" {}", to));
  }

  /** Nothing can take the place of a file that is a mount of its own, as in containers. */
  private Script swap() {
    if (!replaces()) return sh("mv -fT -- \"$t\" \"$p\"");
    Script swap =
        sh(
            """
            mv -fT -- "$t" "$p" 2>/dev/null ||
            if cut -d ' ' -f 5 /proc/self/mountinfo 2>/dev/null | grep -qxF -- {}; then
              cat <"$t" >"$p" && sync -- "$p"
            else mv -fT -- "$t" "$p"; fi\
            """,
            mounted(path));
    Optional<Script> lift = attributes.flags().flatMap(flags -> Flags.lift(host.flags()));
    return lift.map(first -> first.then(swap)).orElse(swap);
  }

  /** Spells a path as proc(5) does. */
  private static String mounted(String path) {
    return path.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
  }
}
