package outpost.core.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.api.Secret;
import outpost.core.connect.Become;
import outpost.core.connect.Login;
import outpost.core.program.Step;
import outpost.core.template.Scope;
import outpost.core.template.Template;

/** Finds hosts for one task: logins and users from each host's own variables. */
record StepTargets(Session session, Step.Settings settings, Scope scope) implements Targets {

  @Override
  public Target of(String name) {
    Scope theirs = session.variables().ofHost(name, session::live);
    Map<String, Object> keywords = new LinkedHashMap<>();
    Keywords.text(settings.remoteUser(), scope).ifPresent(v -> keywords.put("ansible_user", v));
    Keywords.text(settings.port(), scope).ifPresent(v -> keywords.put("ansible_port", v));
    Keywords.text(settings.connection(), scope)
        .ifPresent(v -> keywords.put("ansible_connection", v));
    HostAccess access = HostAccess.of(name, theirs, keywords);
    Become become =
        access.become(
            settings.become().flatMap(t -> Keywords.truth(t.evaluate(scope))),
            Keywords.text(settings.becomeUser(), scope),
            session.defaults());
    Login login = access.login(session.defaults());
    login.password().ifPresent(session.masker()::add);
    become.password().ifPresent(session.masker()::add);
    Duration timeout =
        settings.timeout().map(t -> Keywords.seconds(t, scope)).orElse(Step.Settings.TIMEOUT);
    return new Target(
        session.fleet().link(login), become, environment(), timeout, session.state(name).trips);
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

  private static void put(Map<String, String> all, Template part, String name, Object value) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new Keywords.Wrong(
          part, "`" + name + "` cannot be the name of an environment variable");
    }
    if (value instanceof Secret) {
      throw new Keywords.Wrong(
          part, "`" + name + "` would show a secret to all who may see processes");
    }
    all.put(name, String.valueOf(value));
  }
}
