package outpost.modules.packages;

import static outpost.api.Script.sh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outpost.api.Arg;
import outpost.api.Doc;
import outpost.api.Module;
import outpost.api.Plan;
import outpost.api.Probe;
import outpost.api.Script;

/**
 * Tells which packages a host has. Other than Ansible's it does not say of a Debian package where
 * it came from: dpkg does not know.
 */
@Doc(
    value = "Tells which packages a host has installed, as the fact `packages`; changes nothing.",
    facts = "packages")
public final class PackageFacts implements Module<PackageFacts.Args, PackageFacts.Found> {

  /** What a task asks for. */
  public record Args(
      @Arg(value = "Who is asked: `auto`, `rpm` or `apt`.", def = "auto") List<Manager> manager,
      @Arg(value = "Whether the first of them that a host has is asked, or all.", def = "first")
          Strategy strategy) {}

  /** Who knows of packages. */
  public enum Manager {
    AUTO,
    RPM,
    DNF,
    YUM,
    APT
  }

  /** How many are asked. */
  public enum Strategy {
    FIRST,
    ALL
  }

  /** What they say, a line for each package. */
  public record Found(Optional<String> rpm, Optional<String> deb, boolean asked) {}

  private static final Script RPM =
      sh(
          """
          if command -v rpm >/dev/null; then
            said=$(rpm -qa --qf {}) || exit
            printf '%s\\n' "$said" | blob rpm; asked=yes
          fi""",
          "%{NAME}|%{VERSION}|%{RELEASE}|%|EPOCH?{%{EPOCH}}:{}||%{ARCH}\\n");

  private static final Script DEB =
      sh(
          """
          if command -v dpkg-query >/dev/null; then
            said=$(dpkg-query -W -f {}) || exit
            printf '%s\\n' "$said" | sed -n 's/^installed|//p' | blob deb; asked=yes
          fi""",
          "${db:Status-Status}|${Package}|${Version}|${Architecture}|${Section}\\n");

  @Override
  public Probe<Found> probe(Args want) {
    boolean all = want.manager().contains(Manager.AUTO);
    boolean deb = all || want.manager().contains(Manager.APT);
    boolean rpm = all || want.manager().stream().anyMatch(m -> m != Manager.APT);
    String first =
        want.strategy() == Strategy.FIRST ? "[ $asked = no ] || { emit asked yes; exit 0; }" : ":";
    Script script = Script.raw("asked=no"); // constant text, as what follows
    if (rpm) script = script.then(RPM).then(Script.raw(first));
    if (deb) script = script.then(DEB);
    return Probe.of(Found.class, script.then(Script.raw("emit asked $asked")));
  }

  @Override
  public Plan plan(Args want, Found found) {
    if (!found.asked()) {
      return Plan.blocked(
          "this host has no package manager that was asked for", "rpm and dpkg are supported");
    }
    Map<String, List<Object>> packages = new TreeMap<>();
    found.rpm().ifPresent(lines -> add(lines, "rpm", packages));
    found.deb().ifPresent(lines -> add(lines, "apt", packages));
    return Plan.builder().fact("packages", new LinkedHashMap<>(packages)).build();
  }

  private static void add(String lines, String source, Map<String, List<Object>> packages) {
    for (String line : lines.lines().toList()) {
      String[] p = line.split("\\|", -1);
      if (p.length < 4) continue;
      boolean rpm = source.equals("rpm");
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", p[0]);
      one.put("version", p[1]);
      if (rpm) {
        one.put("release", p[2]);
        one.put("epoch", p[3].isEmpty() ? null : Integer.valueOf(p[3]));
      }
      String arch = rpm ? p[4] : p[2];
      one.put("arch", arch.equals("(none)") ? null : arch);
      if (!rpm) one.put("category", p[3]);
      one.put("source", source);
      packages.computeIfAbsent(p[0], name -> new ArrayList<>()).add(one);
    }
  }
}
