package outpost.core.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/** Collects the variables that an expression refers to, those that it binds itself left out. */
final class Variables {
  /** Lookups that may come to any variable. */
  private static final Set<String> LOOKUPS = Set.of("vars", "varnames", "template");

  private final Set<String> names = new TreeSet<>();
  private final Deque<String> bound = new ArrayDeque<>();

  private Variables() {}

  static Set<String> of(Term term) {
    Variables variables = new Variables();
    variables.visit(term);
    return variables.names;
  }

  private void visit(Term term) {
    switch (term.kind()) {
      case NAME -> add(term.name(), null);
      case FIELD, INDEX -> step(term);
      case LAMBDA -> {
        term.parameters().forEach(parameter -> bound.push(parameter.name()));
        visit(term.last());
        term.parameters().forEach(parameter -> bound.pop());
      }
      case SPECIAL -> {
        if (isVars(term)) names.add(Template.ANY);
      }
      case CALL -> {
        if (!isFunction(term.part(0))) visit(term.part(0));
        else if (mayLookAnywhere(term)) names.add(Template.ANY);
        term.parts().subList(1, term.parts().size()).forEach(this::visit);
      }
      default -> term.parts().forEach(this::visit);
    }
  }

  /** {@code a.b.c}, {@code a['b'].c}: the name with its steps, as far as they are known. */
  private void step(Term term) {
    Term target = term.part(0).peeled();
    if (term.is(Term.Kind.INDEX)) visit(term.part(1));
    String key = key(term);
    String path = key == null ? null : path(target);
    if (path != null) {
      add(path, key);
    } else if (isVars(target) && key != null) {
      add(key, null);
    } else if (ofHost(target) && key != null) {
      add("hostvars", null);
      add(key, null);
      visit(target);
    } else if (isStep(target) && ofHost(target.part(0).peeled()) && key(target) != null) {
      add(key(target), key);
      visit(target.part(0));
    } else {
      visit(term.part(0));
    }
  }

  /** Returns a name with its steps; null where one is not known, or leads to other hosts. */
  private static String path(Term term) {
    if (term.is(Term.Kind.NAME)) return term.name().equals("hostvars") ? null : term.name();
    if (!isStep(term) || key(term) == null) return null;
    String before = path(term.part(0).peeled());
    return before == null ? null : before + "." + key(term);
  }

  private static boolean mayLookAnywhere(Term call) {
    if (!Set.of("lookup", "query").contains(call.part(0).name())) return false;
    Term kind = call.parts().size() > 1 ? call.part(1).peeled() : call;
    return !isText(kind) || mayLookAnywhere(kind.name());
  }

  /** Whether a lookup may come to any variable. */
  static boolean mayLookAnywhere(String kind) {
    return LOOKUPS.contains(Functions.kind(kind));
  }

  private static boolean isVars(Term term) {
    return term.is(Term.Kind.SPECIAL) && term.name().equals(".vars");
  }

  /** Returns whether it is {@code hostvars[…]} or {@code hostvars.h}. */
  private static boolean ofHost(Term term) {
    return isStep(term)
        && term.part(0).peeled().is(Term.Kind.NAME)
        && term.part(0).peeled().name().equals("hostvars");
  }

  private static boolean isStep(Term term) {
    return term.is(Term.Kind.FIELD) || term.is(Term.Kind.INDEX);
  }

  private static String key(Term step) {
    if (step.is(Term.Kind.FIELD)) return step.name();
    Term key = step.part(1).peeled();
    return isText(key) ? key.name() : null;
  }

  /** Whether it is a text without expressions in it. */
  static boolean isText(Term term) {
    return term.is(Term.Kind.TEXT) && term.parts().isEmpty();
  }

  private static boolean isFunction(Term term) {
    return term.is(Term.Kind.NAME) && Functions.isFunction(term.name());
  }

  private void add(String name, String key) {
    int end = name.indexOf('.');
    if (bound.contains(end < 0 ? name : name.substring(0, end)) || name.equals("omit")) return;
    names.add(key == null ? name : name + "." + key);
  }
}
