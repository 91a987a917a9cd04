package outpost.core.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outpost.core.connect.Become;
import outpost.core.connect.Login;
import outpost.core.language.Keyword;
import outpost.core.program.Step;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Finds hosts for one task: logins and users from each host's own variables. */
record StepTargets(Session session, Step.Settings settings, Scope scope) implements Targets {
  /** Keywords that stand for variables. */
  private static final List<Map.Entry<String, Keyword>> KEYWORDS =
      List.of(
          Map.entry("ansible_user", Keyword.REMOTE_USER),
          Map.entry("ansible_port", Keyword.PORT),
          Map.entry("ansible_connection", Keyword.CONNECTION),
          Map.entry("ansible_become_method", Keyword.BECOME_METHOD),
          Map.entry("ansible_become_flags", Keyword.BECOME_FLAGS),
          Map.entry("ansible_become_exe", Keyword.BECOME_EXE));

  @Override
  public Target of(String name) {
    // the play's and the task's own variables speak of the host that they are evaluated for
    boolean own = name.equals(scope.get("inventory_hostname"));
    Scope theirs = own ? scope : session.variables().ofHost(name, session::live);
    HostAccess access = HostAccess.of(name, theirs, keywords(settings, scope));
    Become become =
        access.become(
            Keywords.truth(settings, Keyword.BECOME, scope),
            settings.value(Keyword.BECOME_USER, scope).map(given -> session.used(given.value())),
            session.defaults());
    Login login = session.state(name).login(access, this::login);
    become.password().ifPresent(session.masker()::add);
    Duration timeout = Keywords.seconds(settings, Keyword.TIMEOUT, scope).orElse(Step.TIMEOUT);
    return new Target(
        session.fleet().link(login), become, environment(), timeout, session.state(name).trips);
  }

  private Login login(HostAccess access) {
    Secrets.addAll(access.vars(), session.masker());
    Login login = access.login(session.defaults());
    login.password().ifPresent(session.masker()::add);
    return login;
  }

  /** Returns how the host that a task is for is reached, if that can be told without asking. */
  static Optional<HostAccess> beforehand(String name, Step.Settings settings, Scope scope) {
    boolean constant =
        KEYWORDS.stream()
            .flatMap(one -> settings.values().getOrDefault(one.getValue(), List.of()).stream())
            .allMatch(Template::constant);
    return constant
        ? HostAccess.beforehand(name, scope, keywords(settings, scope))
        : Optional.empty();
  }

  private static Map<String, Object> keywords(Step.Settings settings, Scope scope) {
    Map<String, Object> vars = new LinkedHashMap<>();
    for (Map.Entry<String, Keyword> one : KEYWORDS) {
      settings.value(one.getValue(), scope).ifPresent(it -> vars.put(one.getKey(), it.value()));
    }
    return vars;
  }

  private Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Template part : settings.environment()) {
      Object value = part.evaluate(scope);
      List<?> maps = value instanceof List<?> list ? list : List.of(value);
      for (Object map : maps) {
        if (!(map instanceof Map<?, ?> variables)) {
          throw new Keywords.Wrong(part, "`environment` takes a mapping, not `" + map + "`");
        }
        variables.forEach((name, text) -> put(all, part, String.valueOf(name), text));
      }
    }
    return all;
  }

  private void put(Map<String, String> all, Template part, String name, Object value) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new Keywords.Wrong(
          part, "`" + name + "` cannot be the name of an environment variable");
    }
    // a process's environment can be read by its own user and by root alone
    all.put(name, session.used(value));
  }
}
