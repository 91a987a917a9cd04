package outpost.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import outpost.core.catalog.ArgSchema;
import outpost.core.catalog.ArgSpec;
import outpost.core.catalog.Catalog;
import outpost.core.catalog.ModuleSpec;
import outpost.core.language.Accepted;
import outpost.core.language.KeywordDoc;
import outpost.core.program.EngineSteps;
import outpost.core.program.StepManuals;

/**
 * JSON Schemas (draft 2020-12) of what users write, by which editors complete and check it. All of
 * it is learnt from the code that reads playbooks; what only that can tell is left to {@code
 * check}: a schema that refused what runs would be worse than none.
 */
final class Schemas {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final String COLLECTIONS =
      "^(ansible\\.builtin|ansible\\.legacy|ansible\\.posix|community\\.general)\\.";
  private static final Set<String> ANY_ARGUMENTS = Set.of("set_fact", "add_host");

  /** Those of all modules and steps, by each name that they have. */
  private final Map<String, Map<String, Object>> modules = new TreeMap<>();

  Schemas(Catalog catalog) {
    for (String name : catalog.names()) {
      ModuleSpec spec = catalog.find(name).orElseThrow();
      modules.put(name, module(spec.doc(), spec.args().specs(), false));
    }
    for (String name : EngineSteps.NAMES) {
      String doc = StepManuals.find(name).orElseThrow().doc();
      modules.put(name, module(doc, StepManuals.args(name), ANY_ARGUMENTS.contains(name)));
    }
  }

  /** Returns that of playbooks. */
  Map<String, Object> playbook() {
    Map<String, Object> schema = begin("Outpost playbook");
    schema.put("type", "array");
    schema.put("items", either("import_playbook", "import", "play"));
    Map<String, Object> defs = values();
    defs.put("play", play());
    defs.put("import", imported());
    defs.put("tasks", ArgSchema.map("type", List.of("array", "null"), "items", ref("item")));
    defs.put(
        "handlers", ArgSchema.map("type", List.of("array", "null"), "items", ref("handler_item")));
    defs.put("item", either("block", "block", "task"));
    defs.put("handler_item", either("block", "block", "handler"));
    defs.put("block", closed(keywords("block")));
    defs.put("task", task("task"));
    defs.put("handler", task("handler"));
    modules.forEach((name, module) -> defs.put("module-" + name, module));
    schema.put("$defs", defs);
    return schema;
  }

  /** Returns that of files of tasks: of roles, and included ones. */
  Map<String, Object> tasks() {
    Map<String, Object> schema = playbook();
    schema.put("title", "Outpost tasks");
    schema.put("items", either("block", "block", "handler"));
    return schema;
  }

  /** Returns that of inventories in YAML. */
  Map<String, Object> inventory() {
    Map<String, Object> schema = begin("Outpost inventory");
    schema.put("type", "object");
    schema.put(
        "propertyNames",
        ArgSchema.map("not", ArgSchema.map("enum", List.of("hosts", "vars", "children"))));
    schema.put("additionalProperties", ref("group"));
    Map<String, Object> group = new LinkedHashMap<>();
    Map<String, Object> vars = ArgSchema.map("type", List.of("object", "null"));
    group.put(
        "hosts",
        ArgSchema.map("type", List.of("object", "string", "null"), "additionalProperties", vars));
    group.put("vars", vars);
    group.put(
        "children",
        ArgSchema.map(
            "type", List.of("object", "string", "null"), "additionalProperties", ref("group")));
    Map<String, Object> closed = new LinkedHashMap<>(closed(group));
    closed.put("type", List.of("object", "null"));
    schema.put("$defs", ArgSchema.map("group", closed));
    return schema;
  }

  private static Map<String, Object> begin(String title) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DRAFT);
    schema.put("title", title);
    return schema;
  }

  /** What values are, as editors read them: {@code yes} is a text to those of YAML 1.2. */
  private static Map<String, Object> values() {
    Map<String, Object> defs = new LinkedHashMap<>();
    Map<String, Object> expression = ArgSchema.map("type", "string", "pattern", "\\$\\{|\\{\\{");
    defs.put("expression", expression);
    defs.put("text", ArgSchema.map("type", List.of("string", "number", "boolean", "null")));
    List<Object> words =
        List.of("yes", "no", "on", "off", "true", "false", "Yes", "No", "True", "False", "y", "n");
    Map<String, Object> numeric = ArgSchema.map("type", "string", "pattern", "^\\+?[0-9._]+$");
    defs.put(
        "bool",
        anyOf(
            ArgSchema.map("type", List.of("boolean", "null")),
            ArgSchema.map("enum", words),
            ArgSchema.map("enum", List.of(0, 1, "0", "1")),
            expression));
    defs.put(
        "number", anyOf(ArgSchema.map("type", List.of("number", "null")), numeric, expression));
    return defs;
  }

  private Map<String, Object> play() {
    Map<String, Object> properties = keywords("play");
    for (String tasks : List.of("tasks", "pre_tasks", "post_tasks")) {
      properties.put(tasks, ref("tasks"));
    }
    properties.put("handlers", ref("handlers"));
    Map<String, Object> play = closed(properties);
    play.put("required", List.of("hosts"));
    return play;
  }

  private static Map<String, Object> imported() {
    Map<String, Object> properties = keywords("import");
    properties.put("import_playbook", ArgSchema.map("type", "string"));
    return closed(properties);
  }

  private Map<String, Object> task(String level) {
    Map<String, Object> properties = keywords(level);
    Map<String, Object> qualified = new LinkedHashMap<>();
    modules
        .keySet()
        .forEach(
            name -> {
              properties.put(name, ref("module-" + name));
              qualified.put(COLLECTIONS + name + "$", ref("module-" + name));
            });
    Map<String, Object> task = closed(properties);
    task.put("patternProperties", qualified);
    return task;
  }

  private static Map<String, Object> module(String doc, List<ArgSpec> args, boolean open) {
    Map<String, Object> mapping = new LinkedHashMap<>(ArgSchema.of(args));
    if (open) mapping.remove("additionalProperties");
    boolean text = args.stream().anyMatch(ArgSpec::freeForm);
    Map<String, Object> other =
        ArgSchema.map("type", text ? List.of("string", "number", "null") : List.of("null"));
    Map<String, Object> module = new LinkedHashMap<>();
    module.put("description", doc);
    module.put("anyOf", List.of(mapping, other));
    return module;
  }

  private static Map<String, Object> keywords(String level) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (KeywordDoc keyword : KeywordDoc.all()) {
      if (!keyword.levels().contains(level)) continue;
      Map<String, Object> property = new LinkedHashMap<>(value(keyword));
      property.put("description", keyword.doc());
      properties.put(keyword.word(), property);
    }
    return properties;
  }

  private static Map<String, Object> value(KeywordDoc keyword) {
    if (Set.of("block", "rescue", "always").contains(keyword.word())) return ref("tasks");
    Accepted takes = keyword.takes();
    List<Object> any = new ArrayList<>();
    if (takes.text()) any.add(ref("text"));
    if (!takes.text() && takes.expression()) any.add(ref("expression"));
    if (!takes.words().isEmpty()) any.add(ArgSchema.map("enum", takes.words()));
    if (takes.number()) any.add(ref("number"));
    if (takes.bool()) any.add(ref("bool"));
    if (takes.share()) any.add(ArgSchema.map("type", "string", "pattern", "^[0-9.]+%$"));
    if (takes.list()) any.add(ArgSchema.map("type", "array"));
    if (takes.mapping()) any.add(ArgSchema.map("type", "object"));
    if (takes.nothing()) any.add(ArgSchema.map("type", "null"));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("anyOf", any);
    return value;
  }

  private static Map<String, Object> closed(Map<String, Object> properties) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  /** What has a key is the one thing, and else it is the other: that keeps messages short. */
  private static Map<String, Object> either(String key, String one, String other) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("if", ArgSchema.map("required", List.of(key)));
    schema.put("then", ref(one));
    schema.put("else", ref(other));
    return schema;
  }

  private static Map<String, Object> anyOf(Object... schemas) {
    return ArgSchema.map("anyOf", List.of(schemas));
  }

  private static Map<String, Object> ref(String name) {
    return ArgSchema.map("$ref", "#/$defs/" + name);
  }
}
