package outpost.core.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/** Collects the variables that an expression refers to, those that it binds itself left out. */
final class Variables {
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
      case CALL -> {
        if (!isFunction(term.part(0))) visit(term.part(0));
        term.parts().subList(1, term.parts().size()).forEach(this::visit);
      }
      default -> term.parts().forEach(this::visit);
    }
  }

  /** {@code a.b}, {@code a['b']}: the name with one step; deeper steps belong to the same one. */
  private void step(Term term) {
    Term target = term.part(0).peeled();
    if (term.is(Term.Kind.INDEX)) visit(term.part(1));
    String key = key(term);
    if (target.is(Term.Kind.NAME)) {
      if (target.name().equals("hostvars") || isVars(target)) add(target.name(), null);
      else add(target.name(), key);
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
    return key.is(Term.Kind.TEXT) && key.parts().isEmpty() ? key.name() : null;
  }

  private static boolean isFunction(Term term) {
    return term.is(Term.Kind.NAME) && Functions.isFunction(term.name());
  }

  private void add(String name, String key) {
    if (bound.contains(name) || name.equals("omit")) return;
    names.add(key == null ? name : name + "." + key);
  }
}
