package outpost.modules.packages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import outpost.api.Arg;
import outpost.api.BadArg;

/** Settings of a source of Debian packages that stand in its file as they are written here. */
public record SourceOptions(
    @Arg("Whether a source that was signed may come to be unsigned.")
        Optional<Boolean> allowDowngradeToInsecure,
    @Arg("Whether it may be unsigned.") Optional<Boolean> allowInsecure,
    @Arg("Whether its signature may be weak.") Optional<Boolean> allowWeak,
    @Arg(value = "The architectures that are taken; all of the host if nobody says.", def = "[]")
        List<String> architectures,
    @Arg("Whether lists are fetched by their checksums.") Optional<Boolean> byHash,
    @Arg("Whether the host's clock is trusted when dates are looked at.")
        Optional<Boolean> checkDate,
    @Arg("Whether lists that are no longer valid are refused.") Optional<Boolean> checkValidUntil,
    @Arg("How many seconds its date may be ahead.") Optional<Integer> dateMaxFuture,
    @Arg(value = "Packages of it that are not taken.", def = "[]") List<String> exclude,
    @Arg(value = "Packages of it that alone are taken.", def = "[]") List<String> include,
    @Arg("Where its file `InRelease` is, from where it would be.") Optional<String> inreleasePath,
    @Arg(value = "The languages that descriptions are fetched in.", def = "[]")
        List<String> languages,
    @Arg("Whether old lists are brought up to date by differences.") Optional<Boolean> pdiffs,
    @Arg(value = "What is fetched of it, such as `Packages`.", def = "[]") List<String> targets,
    @Arg("Whether it counts as trusted though nothing proves it, or never.")
        Optional<Boolean> trusted) {
  public SourceOptions {
    Stream.of(architectures, exclude, include, inreleasePath.stream().toList(), languages, targets)
        .flatMap(List::stream)
        .filter(value -> value.matches("(?s).*\\p{Cntrl}.*"))
        .forEach(
            value -> {
              throw new BadArg("name", "a setting has a line break in it", "write it in one line");
            });
  }

  /** Returns the settings that somebody gave, by the names they have in the file. */
  Map<String, String> settings() {
    Map<String, Optional<String>> all = new TreeMap<>();
    all.put("Allow-Downgrade-To-Insecure", allowDowngradeToInsecure.map(SourceOptions::written));
    all.put("Allow-Insecure", allowInsecure.map(SourceOptions::written));
    all.put("Allow-Weak", allowWeak.map(SourceOptions::written));
    all.put("Architectures", words(architectures));
    all.put("By-Hash", byHash.map(SourceOptions::written));
    all.put("Check-Date", checkDate.map(SourceOptions::written));
    all.put("Check-Valid-Until", checkValidUntil.map(SourceOptions::written));
    all.put("Date-Max-Future", dateMaxFuture.map(String::valueOf));
    all.put("Exclude", words(exclude));
    all.put("Include", words(include));
    all.put("Inrelease-Path", inreleasePath);
    all.put("Languages", words(languages));
    all.put("Pdiffs", pdiffs.map(SourceOptions::written));
    all.put("Targets", words(targets));
    all.put("Trusted", trusted.map(SourceOptions::written));
    Map<String, String> settings = new TreeMap<>();
    all.forEach((key, value) -> value.ifPresent(is -> settings.put(key, is)));
    return settings;
  }

  static String written(boolean yes) {
    return yes ? "yes" : "no";
  }

  static Optional<String> words(List<String> words) {
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
  }
}
