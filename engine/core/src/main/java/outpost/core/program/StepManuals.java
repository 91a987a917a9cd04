package outpost.core.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.core.catalog.ArgSpec;
import outpost.core.catalog.Manual;

/**
 * Documents the steps that the engine takes itself as modules are documented: by a record of their
 * arguments.
 */
public final class StepManuals {
  private static final Map<String, Class<? extends Record>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("add_host", AddHost.class);
    ALL.put("assert", Assert.class);
    ALL.put("async_status", AsyncStatus.class);
    ALL.put("debug", Debug.class);
    ALL.put("fail", Fail.class);
    ALL.put("gather_facts", Setup.class);
    ALL.put("group_by", GroupBy.class);
    ALL.put("import_role", ImportRole.class);
    ALL.put("import_tasks", ImportTasks.class);
    ALL.put("include_role", IncludeRole.class);
    ALL.put("include_tasks", IncludeTasks.class);
    ALL.put("include_vars", IncludeVars.class);
    ALL.put("meta", Meta.class);
    ALL.put("pause", Pause.class);
    ALL.put("set_fact", SetFact.class);
    ALL.put("setup", Setup.class);
    ALL.put("set_stats", SetStats.class);
    ALL.put("wait_for_connection", WaitForConnection.class);
    ALL.put("validate_argument_spec", ValidateArgumentSpec.class);
  }

  private StepManuals() {}

  /** Returns the manual of a step. */
  public static Optional<Manual> find(String name) {
    return Optional.ofNullable(ALL.get(name)).map(args -> Manual.of(name, args));
  }

  /** Returns the names of all steps. */
  static Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(ALL.keySet()));
  }

  /** Returns the arguments of a step. */
  public static List<ArgSpec> args(String name) {
    return ArgSpec.of(ALL.get(name));
  }

  @Doc("Adds a host to the inventory of this run; every other argument is a variable of it.")
  private record AddHost(
      @Arg(
              value = "The host's name, with its port behind a colon where that is another one.",
              alias = {"hostname", "host"})
          String name,
      @Arg(
              value = "The groups it joins; those that are not there are made.",
              def = "[]",
              alias = {"group", "groupname"})
          List<String> groups) {}

  @Doc("Fails unless all conditions hold, and says which does not and what its values were.")
  private record Assert(
      @Arg("One condition, or a list of them.") List<String> that,
      @Arg(value = "What to say when one does not hold.", alias = "msg") Optional<String> failMsg,
      @Arg("What to say when all hold.") Optional<String> successMsg,
      @Arg(value = "Whether nothing is said when all hold.", def = "false") boolean quiet) {}

  @Doc("Looks at a job that a task with `async` left to itself; `finished` says whether it ended.")
  private record AsyncStatus(
      @Arg("The job: the `ansible_job_id` that its task registered.") String jid,
      @Arg(value = "Whether to look at it, or to forget it once it ended.", def = "status")
          JobMode mode) {}

  private enum JobMode {
    STATUS,
    CLEANUP
  }

  @Doc("Tells a text, or the value of an expression; it changes nothing.")
  private record Debug(
      @Arg(value = "What to tell.", def = "Hello world!") Object msg,
      @Arg("An expression whose value is told, instead of `msg`.") Optional<String> var,
      @Arg(value = "How many `-v` it takes for this to be told.", def = "0") int verbosity) {}

  @Doc("Fails; together with `when`, that is a check of one's own.")
  private record Fail(@Arg(value = "Why.", def = "failed as requested") String msg) {}

  @Doc("Puts hosts into groups by the value of an expression, for the plays that follow.")
  private record GroupBy(
      @Arg("The group's name, mostly with an expression in it.") String key,
      @Arg(value = "Groups that the new one is put into.", def = "[]") List<String> parents) {}

  @Doc("Runs a role here; it is read and checked before the run begins.")
  private record ImportRole(
      @Arg(value = "The role: its name, or its folder.", alias = "role") String name,
      @Arg(value = "The file of its `tasks/` to run.", def = "main") String tasksFrom,
      @Arg(value = "The file of its `vars/` to read.", def = "main") String varsFrom,
      @Arg(value = "The file of its `defaults/` to read.", def = "main") String defaultsFrom,
      @Arg(value = "The file of its `handlers/` to read.", def = "main") String handlersFrom,
      @Arg(value = "Whether it runs again where it has run in this play already.", def = "true")
          boolean allowDuplicates,
      @Arg(value = "Whether its variables are held to what its `argument_specs` say.", def = "true")
          boolean rolespecValidate) {}

  @Doc("Runs the tasks of a file here; it is read and checked before the run begins.")
  private record ImportTasks(
      @Arg(
              value =
                  "The file, found in the role's `tasks/`, beside this file, or beside the"
                      + " playbook.",
              freeForm = true)
          String file) {}

  @Doc("Runs a role when this is reached; its name may hang on variables, and a loop is possible.")
  private record IncludeRole(
      @Arg(value = "The role: its name, or its folder.", alias = "role") String name,
      @Arg(value = "The file of its `tasks/` to run.", def = "main") String tasksFrom,
      @Arg(value = "The file of its `vars/` to read.", def = "main") String varsFrom,
      @Arg(value = "The file of its `defaults/` to read.", def = "main") String defaultsFrom,
      @Arg(value = "The file of its `handlers/` to read.", def = "main") String handlersFrom,
      @Arg("Keywords that hold for all its tasks.") Optional<Map<String, Object>> apply,
      @Arg(
              value = "Whether all later tasks of the play see its `defaults` and `vars`.",
              def = "false")
          boolean public_,
      @Arg(value = "Whether it runs again where it has run in this play already.", def = "true")
          boolean allowDuplicates,
      @Arg(value = "Whether its variables are held to what its `argument_specs` say.", def = "true")
          boolean rolespecValidate) {}

  @Doc("Runs the tasks of a file when this is reached; its name may hang on variables.")
  private record IncludeTasks(
      @Arg(
              value =
                  "The file, found in the role's `tasks/`, beside this file, or beside the"
                      + " playbook.",
              freeForm = true)
          String file,
      @Arg("Keywords that hold for all its tasks.") Optional<Map<String, Object>> apply) {}

  @Doc("Gives a host the variables of files, for the rest of the run.")
  private record IncludeVars(
      @Arg(
              value =
                  "The file, found in the role's `vars/`, beside this file, or beside the"
                      + " playbook.",
              freeForm = true)
          Optional<String> file,
      @Arg("A folder whose files are all read, in the order of their names.") Optional<String> dir,
      @Arg("The name of one variable that all others are put into.") Optional<String> name,
      @Arg(value = "With `dir`: how many folders deep to look; 0 is all the way.", def = "0")
          int depth,
      @Arg("With `dir`: a regular expression that the names of files must match.")
          Optional<String> filesMatching,
      @Arg(value = "With `dir`: regular expressions of names to pass by.", def = "[]")
          List<String> ignoreFiles,
      @Arg(value = "With `dir`: the endings of files to read.", def = "yaml,yml,json")
          List<String> extensions,
      @Arg(value = "With `dir`: whether files with other endings are passed by.", def = "false")
          boolean ignoreUnknownExtensions,
      @Arg("What becomes of a mapping that was there: it is replaced, as everywhere.")
          Optional<HashBehaviour> hashBehaviour) {}

  private enum HashBehaviour {
    REPLACE
  }

  @Doc("Steers the play itself.")
  private record Meta(
      @Arg(
              value =
                  "`flush_handlers` runs the handlers notified so far; `end_host`, `end_role`,"
                      + " `end_batch` and `end_play` go no further; `clear_facts` and"
                      + " `clear_host_errors` forget; `refresh_inventory` and `reset_connection`"
                      + " begin anew; `noop` does nothing.",
              freeForm = true)
          Steering freeForm) {}

  private enum Steering {
    FLUSH_HANDLERS,
    END_HOST,
    END_ROLE,
    END_BATCH,
    END_PLAY,
    CLEAR_FACTS,
    CLEAR_HOST_ERRORS,
    REFRESH_INVENTORY,
    RESET_CONNECTION,
    NOOP
  }

  @Doc("Waits once for all hosts: for some time, or for somebody at the terminal.")
  private record Pause(
      @Arg("For so many seconds.") Optional<Integer> seconds,
      @Arg("For so many minutes.") Optional<Integer> minutes,
      @Arg("What to ask; the answer is `user_input` of the result.") Optional<String> prompt,
      @Arg(value = "Whether what is typed is shown.", def = "true") boolean echo) {}

  @Doc("Gives a host variables for the rest of the run: every argument is one, evaluated now.")
  private record SetFact(
      @Arg(value = "Whether they are kept in the cache of facts as well.", def = "false")
          boolean cacheable) {}

  @Doc("Counts something for the recap at the end of the run.")
  private record SetStats(
      @Arg("Names and values.") Map<String, Object> data,
      @Arg(value = "Whether each host counts for itself.", def = "false") boolean perHost,
      @Arg(
              value =
                  "Whether a value is added to what is there of its name: numbers add up, lists and"
                      + " texts grow, mappings merge. Else it replaces it.",
              def = "true")
          boolean aggregate) {}

  @Doc("Waits until a host answers on a new connection, such as after it was restarted.")
  private record WaitForConnection(
      @Arg(value = "Seconds before the first try.", def = "0") int delay,
      @Arg(value = "Seconds after which it fails.", def = "600") int timeout,
      @Arg(value = "Seconds for each connection to come about.", def = "5") int connectTimeout,
      @Arg(value = "Seconds between tries.", def = "1") int sleep) {}

  @Doc("Fails unless values are as a specification of arguments says; roles do it by themselves.")
  private record ValidateArgumentSpec(
      @Arg("The arguments, each with its type and what else holds of it.")
          Map<String, Object> argumentSpec,
      @Arg(value = "Their values, where no variables have them.", def = "{}")
          Map<String, Object> providedArguments,
      @Arg("What is validated, for the result.")
          Optional<Map<String, Object>> validateArgsContext) {}

  @Doc("Reads facts of a host now; plays read by themselves what they refer to.")
  private record Setup(
      @Arg(
              value =
                  "Which kinds to read: `all`, `min`, `hardware`, `network`, `virtual`, …; `!`"
                      + " before one leaves it out.",
              def = "all")
          List<String> gatherSubset,
      @Arg(
              value = "Patterns of the names of facts to keep: `ansible_*_mb`; none keeps all.",
              def = "[]")
          List<String> filter,
      @Arg(
              value = "The host's folder of `*.fact` files, which become `ansible_local`.",
              def = "/etc/ansible/facts.d")
          String factPath,
      @Arg(value = "How many seconds one thing that may hang is waited for.", def = "10")
          int gatherTimeout) {}
}
