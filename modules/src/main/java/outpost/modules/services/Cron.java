package outpost.modules.services;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.modules.files.Attributes;
import outpost.modules.files.Encoding;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

/**
 * Keeps jobs and variables in crontabs.
 *
 * <p>Other than Ansible: a job of several lines is refused, since cron would read the others as
 * jobs of their own; so are names of files below /etc/cron.d that cron does not read.
 */
@Doc("Keeps jobs in a user's crontab or in a file of /etc/cron.d, and variables for them.")
public final class Cron implements Module<Cron.Args, Cron.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("What the job is known by, in a comment before it; the variable's name with `env`.")
          String name,
      @Arg(value = "Whether it is there.", def = "present") State state,
      @Arg(value = "The command, or the variable's value with `env`.", alias = "value")
          Optional<String> job,
      @Arg("Whose crontab; whom the job runs as in a `cron_file`; by default who runs the task.")
          Optional<String> user,
      @Arg("A file of /etc/cron.d, or a whole path, instead of a user's crontab.")
          Optional<String> cronFile,
      @Arg(value = "The minutes: `0-59`, `*`, `*/2`, ….", def = "*") String minute,
      @Arg(value = "The hours: `0-23`, `*`, `*/2`, ….", def = "*") String hour,
      @Arg(value = "The days of the month: `1-31`, ….", def = "*", alias = "dom") String day,
      @Arg(value = "The months: `1-12`, ….", def = "*") String month,
      @Arg(value = "The days of the week: `0-6` from Sunday on, ….", def = "*", alias = "dow")
          String weekday,
      @Arg("A name for a time, instead of the five above.") Optional<Special> specialTime,
      @Arg(value = "Whether the job is there as a comment only.", def = "false") boolean disabled,
      @Arg(value = "Whether it is a variable for all jobs, not a job.", def = "false") boolean env,
      @Arg("The variable behind which a new variable stands.") Optional<String> insertafter,
      @Arg("The variable before which a new variable stands.") Optional<String> insertbefore,
      @Arg(value = "Whether what was there is kept in a file.", def = "false") boolean backup) {
    public Args {
      if (name.isBlank() || name.contains("\n")) {
        throw new BadArg("name", "`name` is no one line of text", "name the job in one line");
      }
      if (env && !name.matches("[^\\s=#]+")) {
        throw new BadArg("name", "`" + name + "` is no variable's name", "name one such as MAILTO");
      }
      job = job.map(text -> text.replaceAll("\\A[\\r\\n]+|[\\r\\n]+\\z", ""));
      if (job.filter(text -> text.contains("\n") || text.contains("\r")).isPresent()) {
        throw new BadArg("job", "a job is one line", "write a script, and have that one run");
      }
      if (job.isEmpty() && state == State.PRESENT) {
        throw new BadArg("job", "there is no `job` to run", "name the command");
      }
      List<String> times = List.of(minute, hour, day, month, weekday);
      if (specialTime.isPresent() && times.stream().anyMatch(time -> !time.equals("*"))) {
        throw new BadArg(
            "specialTime", "`special_time` takes the place of other times", "drop one of the two");
      }
      if (times.stream().anyMatch(time -> !time.matches("[A-Za-z0-9*,/~-]+"))) {
        throw new BadArg("minute", "a time is one word", "write it as in crontab(5)");
      }
      Stream.of(insertafter, insertbefore)
          .flatMap(Optional::stream)
          .filter(other -> !env || insertafter.isPresent() && insertbefore.isPresent())
          .forEach(
              other -> {
                throw new BadArg(
                    insertafter.isPresent() ? "insertafter" : "insertbefore",
                    "variables alone have a place, and only one",
                    "add `env: true`, and name one of the two");
              });
      user.filter(one -> !one.matches("[A-Za-z0-9_.$@\\\\][A-Za-z0-9_.$@\\\\-]*"))
          .ifPresent(
              one -> {
                throw new BadArg("user", "`" + one + "` is no name", "name a user of the host");
              });
      cronFile.ifPresent(file -> checkFile(file, user, state, env));
    }

    private static void checkFile(String file, Optional<String> user, State state, boolean env) {
      if (file.equals("/etc/crontab")) {
        throw new BadArg("cronFile", "/etc/crontab is the system's own", "name another file");
      }
      String name = file.substring(file.lastIndexOf('/') + 1);
      if (!name.matches("[A-Za-z0-9_-]+") || !file.startsWith("/") && file.contains("/")) {
        throw new BadArg(
            "cronFile",
            "cron does not read a file named `" + file + "`",
            "use letters, digits, _ and - alone");
      }
      if (user.isEmpty() && state == State.PRESENT && !env) {
        throw new BadArg(
            "cronFile", "a file of /etc/cron.d says who runs a job", "name the `user`");
      }
    }

    /** Returns the job as cron reads it. */
    String line() {
      String time =
          specialTime
              .map(special -> "@" + special.name().toLowerCase(Locale.ROOT))
              .orElse(String.join(" ", minute, hour, day, month, weekday));
      String who = cronFile.flatMap(file -> user).map(name -> " " + name).orElse("");
      return (disabled ? "#" : "") + time + who + " " + job.orElseThrow();
    }

    Optional<FileEdit> file() {
      return cronFile
          .map(file -> file.startsWith("/") ? file : "/etc/cron.d/" + file)
          .map(file -> FileEdit.of("cronFile", file))
          .map(
              edit ->
                  edit.with(Attributes.none(), new Safeguards(backup, Optional.empty(), false)));
    }

    /** Returns a table as it is to be; what is named is spelt as in the file. */
    Crontab on(Crontab table, Encoding as) {
      boolean there = state == State.PRESENT;
      String named = as.argument(name);
      if (env) {
        return there
            ? table.withVariable(named, as.argument(job.orElseThrow()), insertafter, insertbefore)
            : table.withoutVariable(named);
      }
      return there ? table.withJob(named, as.argument(line())) : table.withoutJob(named);
    }

    String what() {
      return (env ? "variable " : "job ") + name;
    }

    /** Returns what a table says of it, in one line. */
    String shown(Crontab table) {
      return (env ? table.variable(name) : table.job(name)).orElse("absent");
    }
  }

  /** Whether it is there. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /** Times that have a name. */
  public enum Special {
    REBOOT,
    YEARLY,
    ANNUALLY,
    MONTHLY,
    WEEKLY,
    DAILY,
    HOURLY
  }

  /** What there is: a user's table, or a file. */
  public record Found(Optional<UserTable> table, Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return want.file()
        .map(file -> file.probe(Found.class, "file"))
        .orElseGet(() -> Probe.of(Found.class, UserTable.question(want.user(), want.backup())));
  }

  @Override
  public Plan plan(Args want, Found found) {
    Plan.Builder plan = Plan.builder();
    Target target = found.table().map(UserTable::held).orElse(found.file());
    String before = target.text();
    Crontab table = Crontab.of(before);
    Optional<String> other = want.insertafter().or(want::insertbefore);
    if (other.isPresent()
        && table.variable(other.get()).isEmpty()
        && table.variable(want.name()).isEmpty()) {
      plan.block("no variable `" + other.get() + "` in the crontab", "set that one first");
    }
    Crontab wanted = want.on(table, target.encoding());
    plan.result("jobs", wanted.jobs()).result("envs", wanted.variables());
    want.cronFile().ifPresent(file -> plan.result("cron_file", file));
    boolean ended = before.isEmpty() || before.endsWith("\n");
    String after = wanted.equals(table) && ended ? before : wanted.text();
    if (found.table().isEmpty()) {
      file(want, found.file(), wanted, table, after, plan);
    } else {
      found.table().get().hold(after, want.what(), want.shown(table), want.shown(wanted), plan);
    }
    return plan.build();
  }

  /** A file without anything in it goes with its last job. */
  private static void file(
      Args want, Target found, Crontab wanted, Crontab table, String after, Plan.Builder plan) {
    FileEdit edit = want.file().orElseThrow();
    boolean absent = want.state() == State.ABSENT;
    if (absent && !found.exists()) return;
    if (absent && !want.env() && wanted.isEmpty() && !wanted.equals(table)) {
      edit.remove(found, want.what(), want.shown(table), plan);
    } else if (!wanted.equals(table) || !after.equals(found.text())) {
      Revision revision = Revision.of(found.encoding().bytes(after));
      edit.hold(found, revision.told(want.what(), want.shown(table), want.shown(wanted)), plan);
    } else {
      edit.keep(found, plan);
    }
  }
}
