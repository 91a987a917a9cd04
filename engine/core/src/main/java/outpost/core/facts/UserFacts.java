package outpost.core.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The user that tasks run as, and the environment it has. */
final class UserFacts {
  private UserFacts() {}

  static void user(Printed lines, Map<String, Object> facts) {
    List<String> ids = lines.words("ids");
    String[] names = {"real_user_id", "effective_user_id", "real_group_id", "effective_group_id"};
    for (int i = 0; i < names.length && i < ids.size(); i++) number(ids.get(i), names[i], facts);
    lines.text("user_id").ifPresent(name -> facts.put("user_id", name));
    String[] passwd = lines.text("user").orElse("").split(":", -1);
    if (passwd.length < 7) return;
    facts.putIfAbsent("user_id", passwd[0]);
    number(passwd[2], "user_uid", facts);
    number(passwd[3], "user_gid", facts);
    facts.put("user_gecos", passwd[4]);
    facts.put("user_dir", passwd[5]);
    facts.put("user_shell", passwd[6]);
  }

  private static void number(String text, String name, Map<String, Object> facts) {
    OptionalLong number = Printed.number(text);
    if (number.isPresent()) facts.put(name, number.getAsLong());
  }

  static void environment(Printed lines, Map<String, Object> facts) {
    Map<String, Object> environment = new LinkedHashMap<>();
    for (String line : lines.all("env")) {
      int equals = line.indexOf('=');
      if (equals <= 0) continue;
      environment.put(
          line.substring(0, equals), line.substring(equals + 1).replace('\u0001', '\n'));
    }
    facts.put("env", environment);
  }
}
