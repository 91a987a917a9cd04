package outpost.modules.system;

import static outpost.api.Script.sh;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import outpost.api.Script;

/**
 * A directory of a host, and what is mounted on it.
 *
 * @param there whether the directory is there
 * @param bare whether it is empty
 * @param mounted whether something is mounted on it
 * @param source what is, as the kernel calls it; of a bind mount the device below
 * @param fstype its kind
 * @param options how
 * @param device the device that the task names, links and labels followed
 */
record MountPoint(
    boolean there,
    boolean bare,
    boolean mounted,
    Optional<String> source,
    Optional<String> fstype,
    Optional<String> options,
    Optional<String> device) {

  /** Asks for it; the answers go below {@code point}. */
  static Script question(String path, Optional<String> src) {
    return sh(
        """
        p={}; src={}; mounted=no
        if [ -d "$p" ]; then emit point.there yes; else emit point.there no; fi
        if [ -n "$(find "$p/." ! -name . -prune 2>/dev/null | head -n 1)" ]; then emit point.bare no
        else emit point.bare yes; fi
        while read -r _ _ _ _ at opts rest; do
          [ "$at" = {} ] || continue
          mounted=yes found=$opts more=${rest#*- }
        done </proc/self/mountinfo
        emit point.mounted "$mounted"
        if [ "$mounted" = yes ]; then
          emit point.fstype "${more%% *}"; more=${more#* }
          emit point.source "${more%% *}"
          emit point.options "$found,${more#* }"
        fi
        case $src in
          *=*) device=$(findfs "$src" 2>/dev/null) ;;
          /dev/*) device=$(readlink -f -- "$src") ;;
          *) device= ;;
        esac
        emit point.device "$device\"\
        """,
        path, src.orElse(""), Fstab.spelled(path));
  }

  /** Whether it is another device than the task's that is mounted. */
  boolean isOther(String src) {
    if (!mounted) return false;
    String is = source.map(Fstab::plain).orElse("");
    if (device.isPresent()) return is.startsWith("/dev/") && !is.equals(device.get());
    boolean remote = src.contains(":/") || src.startsWith("//");
    return remote && !is.equals(src);
  }

  /** Whether it is mounted with all these options, as far as the kernel tells of them. */
  boolean has(String opts) {
    Set<String> are = new LinkedHashSet<>(Arrays.asList(options.orElse("").split(",")));
    return Arrays.stream(opts.split(","))
        .filter(one -> !one.isEmpty() && !one.equals("defaults"))
        .allMatch(are::contains);
  }
}
