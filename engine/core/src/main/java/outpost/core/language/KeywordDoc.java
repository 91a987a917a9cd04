package outpost.core.language;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to say of a keyword.
 *
 * @param levels where it may stand: {@code play}, {@code task}
 * @param doc a sentence
 * @param takes which kinds of values it takes
 */
public record KeywordDoc(String word, List<String> levels, String doc, Accepted takes) {
  private static final Map<String, String> SENTENCES =
      Map.ofEntries(
          Map.entry("name", "What it is called in all that is told."),
          Map.entry("vars", "Variables for it and all in it, evaluated each time they are used."),
          Map.entry("tags", "Words by which `--tags` and `--skip-tags` choose what runs."),
          Map.entry("environment", "Variables of the environment for what runs on the hosts."),
          Map.entry("module_defaults", "Arguments of modules for tasks that do not give them."),
          Map.entry("become", "Whether to act as another user, by default root."),
          Map.entry("become_user", "The user to act as, where `become` is yes."),
          Map.entry("become_method", "The means to become another user: `sudo` or `su`."),
          Map.entry("become_flags", "Options for the means to become another user."),
          Map.entry("become_exe", "The program that makes one another user."),
          Map.entry("remote_user", "The user to log in as, where no variable says otherwise."),
          Map.entry("port", "The port to connect to, where no variable says otherwise."),
          Map.entry("connection", "How to reach hosts: `ssh`, or `local` for this machine."),
          Map.entry("no_log", "Whether nothing but the status is told."),
          Map.entry("check_mode", "Whether to only tell what would change, whatever the run does."),
          Map.entry("diff", "Whether differences in texts are told, whatever the run does."),
          Map.entry("ignore_errors", "Whether a host goes on although this failed on it."),
          Map.entry(
              "ignore_unreachable", "Whether a host goes on although it could not be reached."),
          Map.entry("any_errors_fatal", "Whether one host that fails stops all others as well."),
          Map.entry("run_once", "Whether one host of the batch does it for all of them."),
          Map.entry(
              "timeout", "How many seconds a task may take before it fails; 1800 by default."),
          Map.entry("throttle", "On how many hosts at a time a task may run."),
          Map.entry("hosts", "Which hosts: a pattern, or a list of them."),
          Map.entry(
              "gather_facts",
              "Whether all facts are read, or none; where it is not said those that are used."),
          Map.entry("gather_subset", "Which kinds of facts to read beside those that are used."),
          Map.entry("gather_timeout", "How many seconds reading facts may take."),
          Map.entry("fact_path", "The folder of a host whose `*.fact` files are `ansible_local`."),
          Map.entry("serial", "How many hosts at a time: a number, a percentage, or a list."),
          Map.entry(
              "max_fail_percentage", "Which part of a batch may fail before all of it stops."),
          Map.entry(
              "force_handlers", "Whether handlers run on hosts that failed after notifying them."),
          Map.entry(
              "strategy",
              "How hosts keep step: `linear` task by task, `free` or `host_pinned` each alone."),
          Map.entry("order", "The order of hosts: `inventory`, `sorted`, `shuffle`, or reversed."),
          Map.entry("vars_files", "Files of variables; of a list in the list the first one there."),
          Map.entry("vars_prompt", "Variables to ask the user for before the play."),
          Map.entry("roles", "Roles to run after `pre_tasks` and before `tasks`."),
          Map.entry("pre_tasks", "Tasks that run before the roles, with their handlers."),
          Map.entry("tasks", "Tasks that run after the roles."),
          Map.entry("post_tasks", "Tasks that run last, after the handlers of `tasks`."),
          Map.entry("handlers", "Tasks that run once, at the end, if others notify them."),
          Map.entry("block", "Tasks with keywords in common, and with `rescue` and `always`."),
          Map.entry("rescue", "Tasks that run if one of the block failed, which is then forgiven."),
          Map.entry("always", "Tasks that run after the block, whatever became of it."),
          Map.entry("when", "A condition, or a list that must hold as a whole, for it to run."),
          Map.entry("delegate_to", "Another host on which to do it, for this one."),
          Map.entry("delegate_facts", "Whether facts belong to the host of `delegate_to`."),
          Map.entry("notify", "Handlers to run later if this changed something."),
          Map.entry("loop", "A list; the task runs for each `item` of it."),
          Map.entry("with_items", "A list, or lists in a list: the task runs for each item."),
          Map.entry("with_list", "A list: the task runs for each item."),
          Map.entry("with_dict", "A mapping: the task runs for each `item.key` and `item.value`."),
          Map.entry("with_first_found", "Files: the task runs for the first one that is there."),
          Map.entry("with_together", "Lists: the task runs for each row of items side by side."),
          Map.entry("with_nested", "Lists: the task runs for each combination of their items."),
          Map.entry("with_cartesian", "Lists: the task runs for each combination of their items."),
          Map.entry(
              "with_subelements",
              "A list and a key: the task runs for each item of the inner lists."),
          Map.entry("with_sequence", "Numbers from `start` to `end`: the task runs for each."),
          Map.entry("with_fileglob", "Patterns: the task runs for each file of the control node."),
          Map.entry("with_indexed_items", "A list: the task runs for each index and item."),
          Map.entry("with_flattened", "Lists in lists: the task runs for each item of any depth."),
          Map.entry("with_lines", "Commands: the task runs for each line that they print here."),
          Map.entry("loop_control", "How a loop names, labels, spaces and ends its items."),
          Map.entry("register", "The variable that gets what became of it."),
          Map.entry("args", "Arguments of the module, beside those below it."),
          Map.entry("changed_when", "When it counts as a change, instead of what it says."),
          Map.entry("failed_when", "When it counts as a failure, instead of what it says."),
          Map.entry("until", "It is tried again until this holds."),
          Map.entry("retries", "How many times it is tried again; 3 by default with `until`."),
          Map.entry("delay", "How many seconds lie between attempts; 5 by default."),
          Map.entry("async", "How many seconds a task may run by itself on the host."),
          Map.entry("poll", "How often such a task is looked at; 0 is not to wait for it."),
          Map.entry("listen", "Other names by which tasks may notify a handler."));

  /** Returns those of all keywords, in the order in which people write them. */
  public static List<KeywordDoc> all() {
    return Arrays.stream(Keyword.values())
        .map(
            keyword ->
                new KeywordDoc(
                    keyword.word(),
                    keyword.levels().stream()
                        .map(level -> level.name().toLowerCase(Locale.ROOT))
                        .toList(),
                    SENTENCES.getOrDefault(keyword.word(), ""),
                    Accepted.of(keyword)))
        .toList();
  }

  public static Optional<KeywordDoc> find(String word) {
    return all().stream().filter(doc -> doc.word().equals(word)).findFirst();
  }
}
