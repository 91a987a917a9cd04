package outpost.modules.system;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.modules.files.Attributes;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

/** Sets how much of something the logins of a user or group may take. */
@Doc("Sets limits of logins in `/etc/security/limits.conf`, or in a file beside it.")
public final class PamLimits implements Module<PamLimits.Args, PamLimits.Found> {
  private static final Set<String> NONE = Set.of("unlimited", "infinity", "-1");
  private static final Set<String> ITEMS =
      Set.of(
          "core",
          "data",
          "fsize",
          "memlock",
          "nofile",
          "rss",
          "stack",
          "cpu",
          "nproc",
          "as",
          "maxlogins",
          "maxsyslogins",
          "priority",
          "locks",
          "sigpending",
          "msgqueue",
          "nice",
          "rtprio",
          "chroot");

  /** What a task asks for. */
  public record Args(
      @Arg("Whose logins: a user, `@group`, `%group`, a range of ids, `*`.") String domain,
      @Arg("Which limit: `hard`, `soft`, or `-` for both.") String limitType,
      @Arg("Of what: `nofile`, `nproc`, `memlock`, …; see limits.conf(5).") String limitItem,
      @Arg("How much: a number, or `unlimited`.") String value,
      @Arg(value = "Whether a larger value that is there is left.", def = "false") boolean useMax,
      @Arg(value = "Whether a smaller value that is there is left.", def = "false") boolean useMin,
      @Arg(value = "What is written behind the limit.", def = "\"\"") String comment,
      @Arg(value = "The file, from the root.", def = "/etc/security/limits.conf") String dest,
      @Arg(value = "Whether the file that was there is kept under another name.", def = "false")
          boolean backup) {
    public Args {
      if (!domain.matches("[^\\s#-]\\S*")) {
        throw new BadArg("domain", "`" + domain + "` is no user or group", "such as @dba or *");
      }
      if (!Set.of("hard", "soft", "-").contains(limitType)) {
        throw new BadArg(
            "limitType", "`" + limitType + "` is no kind of limit", "say hard, soft or -");
      }
      if (!ITEMS.contains(limitItem)) {
        throw new BadArg("limitItem", "`" + limitItem + "` has no limit", "such as nofile");
      }
      if (!NONE.contains(value) && !value.matches("-?\\d+")) {
        throw new BadArg("value", "`" + value + "` is no limit", "a number, or unlimited");
      }
      if (useMax && useMin) throw new BadArg("useMin", "both `use_max` and `use_min`", "keep one");
      if (comment.contains("\n")) {
        throw new BadArg("comment", "a comment is one line", "shorten it");
      }
      FileEdit.of("dest", dest);
    }

    FileEdit file() {
      return FileEdit.of("dest", dest)
          .with(Attributes.none(), new Safeguards(backup, Optional.empty(), false));
    }

    boolean isOf(String line) {
      String[] words = words(line);
      return words.length == 4
          && words[0].equals(domain)
          && words[1].equals(limitType)
          && words[2].equals(limitItem);
    }

    /** Returns the value that is to be there beside one that is. */
    String wanted(Optional<String> is) {
      if (is.isEmpty() || !useMax && !useMin) return value;
      boolean larger = compare(is.get(), value) > 0;
      return larger == useMax ? is.get() : value;
    }

    private static int compare(String one, String other) {
      if (NONE.contains(one)) return NONE.contains(other) ? 0 : 1;
      if (NONE.contains(other)) return -1;
      return new BigInteger(one).compareTo(new BigInteger(other));
    }
  }

  /** Returns the words of a line, as PAM divides it. */
  private static String[] words(String line) {
    return line.replaceFirst("(?s)#.*", "").trim().split("\\s+");
  }

  /** What is on the host. */
  public record Found(Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return want.file().probe(Found.class, "file");
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    List<String> lines = found.file().text().lines().toList();
    Optional<String> is =
        lines.stream().filter(want::isOf).map(line -> words(line)[3]).reduce((first, last) -> last);
    String value = want.wanted(is);
    if (is.filter(value::equals).isPresent()) {
      want.file().keep(found.file(), plan);
      return plan.build();
    }
    String line = String.join("\t", want.domain(), want.limitType(), want.limitItem(), value);
    if (!want.comment().isEmpty()) line += "\t#" + want.comment();
    List<String> edited = new ArrayList<>();
    boolean done = false;
    for (String each : lines) {
      boolean own = want.isOf(each);
      if (!own) edited.add(each);
      else if (!done) edited.add(line);
      done |= own;
    }
    if (!done) edited.add(line);
    String text = edited.stream().map(each -> each + "\n").collect(Collectors.joining());
    String what = String.join(" ", want.domain(), want.limitType(), want.limitItem());
    Revision revision = Revision.of(found.file().encoding().bytes(text));
    want.file().hold(found.file(), revision.told(what, is.orElse("absent"), value), plan);
    return plan.build();
  }
}
