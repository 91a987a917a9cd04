package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outpost.api.Plan;
import outpost.api.Script;

/**
 * Packages by dnf: the RPM database says what is there already, and dnf itself what it would do
 * about the rest. Where all is as wanted dnf is not asked.
 *
 * @param autoremove whether removing takes along what was installed only as a dependency
 */
record Rpm(DnfSources sources, DnfSolving solving, boolean autoremove, boolean updateOnly) {

  /** As the module dnf does without further arguments. */
  static final Rpm PLAIN = new Rpm(DnfSources.NONE, DnfSolving.NONE, false, false);

  /** dnf's own default takes along more than the task names. */
  private List<String> options() {
    List<String> options = new ArrayList<>(sources.options());
    options.addAll(solving.options());
    options.add("--setopt=clean_requirements_on_remove=" + (autoremove ? "True" : "False"));
    return options;
  }

  /** Asks what is there, and where that does not do, what dnf would do. */
  Script question(Goal goal) {
    Script ask =
        sh(
            """
            ask() {
              emit solved.command "$1"
              case $1 in best) shift; set -- install "$@" --best ;; esac
              due
              run --assumeno "$@"
              emit solved.status "$status"
              shift; printf '%s\\n' "$@" | blob solved.names
              blob solved.said <"$t/out"; blob solved.errors <"$t/err"
              awk '/^ / { print $1 }' "$t/out" | sort -u | xargs -r rpm --root={} -q --qf {} 2>/dev/null |
                grep '^solved'
              find {} -name '*.rpm' 2>/dev/null | sed 's/.*\\//solved.kept=/'
            }
            emit manager dnf; emit rc 0
            set -- {}
            """,
            sources.installroot(),
            "solved.had=%{NAME}.%{ARCH}/%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\n",
            folders(),
            goal.names());
    // where packages go to is for the transaction: dnf makes that folder even if it only tells
    List<String> options = new ArrayList<>(options());
    options.removeIf(option -> option.startsWith("--setopt=destdir="));
    Script run = DnfFix.run(sources, options);
    return (goal.names().isEmpty() ? run : run.then(Installed.words(sources)))
        .then(ask)
        .then(Script.raw(choice(goal))) // constant text
        .then(Found.cluster());
  }

  /** Returns where files of packages are that count as downloaded. */
  private List<String> folders() {
    if (!solving.downloadOnly()) return List.of("/dev/null");
    return solving
        .downloadDir()
        .map(List::of)
        .orElse(List.of("/var/cache/dnf", "/var/cache/libdnf5"));
  }

  private String choice(Goal goal) {
    if (goal.everything()) return "ask upgrade";
    if (goal.names().isEmpty()) return autoremove ? "ask autoremove" : "ask makecache";
    String there = "for one; do shift; if there \"$one\"; then set -- \"$@\" \"$one\"; fi; done\n";
    if (goal.absent()) return there + "[ $# = 0 ] || ask remove \"$@\"";
    if (updateOnly) return there + "[ $# = 0 ] || ask upgrade \"$@\"";
    if (goal.latest()) {
      // to dnf, installing the best is upgrading where something is there
      return """
        command=upgrade
        for one; do there "$one" || command=best; done
        ask $command "$@\"""";
    }
    // rpm looks into files where it is given them
    boolean files = goal.names().stream().anyMatch(name -> name.endsWith(".rpm"));
    return (files ? "" : "if q -- \"$@\" >/dev/null; then set --; fi\n")
        + "for one; do shift; there \"$one\" || set -- \"$@\" \"$one\"; done\n"
        + "[ $# = 0 ] || ask install \"$@\"";
  }

  Plan plan(Found found) {
    if (found.solved().isEmpty()) return Plan.none();
    Solved solved = found.solved().get();
    if (solved.failed()) return Complaint.of(solved, sources);
    Transaction transaction = solved.transaction();
    Plan.Builder plan = Plan.builder();
    if (!solving.allowDowngrade()) older(transaction, plan);
    found.guard(transaction, plan);
    Complaint.leftOut(solved).forEach(plan::note);
    if (solving.downloadOnly()) {
      download(solved, transaction, plan);
    } else if (!transaction.isEmpty()) {
      transaction.tell(solved.words(), fix(solved), plan);
    }
    return plan.build();
  }

  /** A version that is named replaces a newer one only where the task says so. */
  private static void older(Transaction transaction, Plan.Builder plan) {
    transaction
        .of(Transaction.Kind.DOWNGRADE)
        .forEach(
            item ->
                plan.block(
                    "`%s` %s is older than %s, which is installed"
                        .formatted(
                            item.name(), item.version(), item.before().orElse("the version")),
                    "say `allow_downgrade: yes` to have the older one"));
  }

  private Script fix(Solved solved) {
    return new DnfFix(sources, options()).script(solved);
  }

  private void download(Solved solved, Transaction transaction, Plan.Builder plan) {
    List<Transaction.Item> lacking =
        transaction.items().stream()
            .filter(item -> item.after().isPresent() && !solved.kept().contains(item.file()))
            .toList();
    if (lacking.isEmpty()) return;
    plan.change(Transaction.names(lacking), "absent", "downloaded", fix(solved))
        .result("results", lacking.stream().map(i -> "Downloaded: " + i.file()).toList());
  }

  /** Says that the host has no dnf, if it has none. */
  static Optional<Plan> obstacle(Found found) {
    return found.manager() == Found.Manager.DNF
        ? Optional.empty()
        : Optional.of(
            Plan.blocked(
                "this host has no dnf", "use the module package, which takes what it has"));
  }
}
