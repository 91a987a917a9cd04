package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;
import outpost.api.Content;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;
import outpost.modules.files.Attributes;
import outpost.modules.files.FileEdit;
import outpost.modules.files.Revision;
import outpost.modules.files.Safeguards;
import outpost.modules.files.Target;

/**
 * Keeps a source of Debian packages in apt's lists of one line each.
 *
 * <p>Other than Ansible's it tries a source before it is set up: where the lists of packages cannot
 * be fetched the host stays as it was. Other lines of a list stay as they are written. PPAs are
 * refused: their keys would come to be trusted for all sources.
 */
@Doc("Sets up sources of Debian packages, one line each, and removes them.")
public final class AptRepository implements Module<AptRepository.Args, AptRepository.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg("The source as apt reads it: `deb [signed-by=/FILE] https://HOST/ bookworm main`.")
          Content repo,
      @Arg(value = "Whether packages come from it.", def = "present") State state,
      @Arg(
              "The name of the list without `.list`, or its path; if nobody says it is made from"
                  + " the URL.")
          Optional<String> filename,
      @Arg("The permissions of a list that is made, octal or symbolic.") Optional<String> mode,
      @Arg(
              value =
                  "Whether a change goes along with fetching the lists of packages; a source from"
                      + " which they cannot be fetched is not set up then.",
              def = "true",
              alias = "update-cache")
          boolean updateCache,
      @Arg(value = "How often fetching is tried.", def = "5") int updateCacheRetries,
      @Arg(
              value =
                  "How many seconds there are at most between two tries; they double each time.",
              def = "12")
          int updateCacheRetryMaxDelay) {
    public Args {
      String source = SourceLines.plain(repo.text().revealText()); // looked at
      if (source.startsWith("ppa:")) {
        throw new BadArg(
            "repo",
            "a PPA is no source as apt reads it",
            "name its URL and its key with the module `deb822_repository`");
      }
      if (!source.matches("deb(-src)? (\\[[^\\]]*\\] )?\\S+ (\\S+/|\\S+( \\S+)+)")
          || repo.text().revealText().strip().matches("(?s).*[\\r\\n\0].*")) {
        throw new BadArg(
            "repo", "`repo` is no source", "write deb, a URL, a release and its components");
      }
      if (filename
          .filter(f -> !f.matches("(/[^\\p{Cntrl}]+/)?[^/.\\p{Cntrl}][^/\\p{Cntrl}]*"))
          .isPresent()) {
        throw new BadArg(
            "filename",
            "`" + filename.get() + "` is no file's name that apt reads",
            "name it without a folder, and without a dot in front");
      }
      if (updateCacheRetries < 1) {
        throw new BadArg("updateCacheRetries", "that is never", "write 1 or more");
      }
      if (updateCacheRetryMaxDelay < 0) {
        throw new BadArg("updateCacheRetryMaxDelay", "that is in the past", "write 0 or more");
      }
      Attributes.of(mode, Optional.empty(), Optional.empty()).ownMode("a list of sources");
    }

    private String source() {
      return SourceLines.plain(repo.text().revealText()); // for the list
    }

    /** Whether it is not to be shown. */
    private boolean secret() {
      return repo.secret() || source().matches("(?s).*//[^/ ]*:[^/ ]*@.*");
    }

    private AptLists lists() {
      return new AptLists(updateCacheRetries, updateCacheRetryMaxDelay);
    }

    private FileEdit edit(FileEdit file) {
      return updateCache ? file.tried(lists().trial()) : file;
    }

    /** Where it goes if no list has it. */
    private FileEdit place() {
      String name = filename.orElseGet(() -> name(source())) + ".list";
      Script place = name.startsWith("/") ? sh("p={}", name) : sh("p=$parts{}", name);
      Attributes wanted = Attributes.of(mode, Optional.empty(), Optional.empty());
      return edit(FileEdit.at(place).with(wanted, Safeguards.none()));
    }

    /** Makes a file's name as Ansible does: of host and path. */
    private static String name(String source) {
      String rest = source.replaceAll("\\[[^\\]]+\\]", "").replaceAll("\\w+://", "");
      String url = rest.strip().split("\\s+")[1];
      return url.substring(url.indexOf('@') + 1)
          .replaceAll("[^a-zA-Z0-9]+", " ")
          .strip()
          .replace(' ', '_');
    }
  }

  /** Whether a source is set up. */
  public enum State {
    PRESENT,
    ABSENT
  }

  /**
   * What is on the host.
   *
   * @param lists apt's lists, all there are
   * @param file the one that the source goes to if none has it
   */
  public record Found(boolean apt, Map<String, Target> lists, Target file) {}

  @Override
  public Probe<Found> probe(Args want) {
    return Probe.of(
        Found.class,
        sh("command -v apt-get >/dev/null || { emit apt no; exit 0; }; emit apt yes")
            .then(AptLists.PLACES)
            .then(
                sh(
                    """
                    set --
                    for f in "$main" "$parts"*.list; do
                      [ ! -h "$f" ] || f=$(readlink -f -- "$f")
                      [ ! -f "$f" ] || set -- "$@" "$f"
                    done\
                    """))
            .then(Target.each("lists"))
            .then(want.place().question("file")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (!found.apt()) {
      return Plan.blocked("this host has no apt", "for dnf there is the module `yum_repository`");
    }
    boolean present = want.state() == State.PRESENT;
    Plan.Builder plan = Plan.builder().result("state", present ? "present" : "absent");
    if (!want.secret()) plan.result("repo", want.repo().text().revealText()); // it is none
    List<String> touched = new ArrayList<>();
    for (Target list : found.lists().values()) {
      SourceLines is = SourceLines.of(list.text());
      SourceLines wanted = present ? is.enabling(want.source()) : is.without(want.source());
      if (is.equals(wanted)) continue;
      FileEdit edit = want.edit(FileEdit.of("repo", list.path().orElseThrow()));
      if (wanted.lines().isEmpty()) {
        touched.add(list.path().orElseThrow());
        edit.remove(list, "source in " + list.path().orElseThrow(), "present", plan);
      } else {
        hold(want, edit, list, present ? "disabled" : "present", wanted, plan);
      }
    }
    String word = present ? "sources_added" : "sources_removed";
    if (present && found.lists().values().stream().noneMatch(list -> has(list, want.source()))) {
      if (!found.file().exists()) touched.add(want.place().path(found.file()));
      SourceLines wanted = SourceLines.of(found.file().text()).with(want.source());
      hold(want, want.place(), found.file(), "absent", wanted, plan);
    }
    plan.origin(word, List.copyOf(touched));
    boolean removed = !present && !plan.build().changes().isEmpty();
    return plan.act(
            "fetch the lists of packages", removed && want.updateCache(), want.lists().fetch())
        .build();
  }

  private static boolean has(Target list, String source) {
    return SourceLines.of(list.text()).has(source);
  }

  private static void hold(
      Args want, FileEdit edit, Target list, String from, SourceLines wanted, Plan.Builder plan) {
    String to = want.state() == State.PRESENT ? "present" : "absent";
    Revision revision =
        Revision.of(list.encoding().bytes(wanted.text()))
            .told("source in " + edit.path(list), from, to)
            .hidden(want.secret());
    edit.hold(list, revision, plan);
  }
}
