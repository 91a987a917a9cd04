package outpost.core.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import outpost.core.source.Problems;

/** Judges a template file of which something is not known yet: each expression by itself. */
final class FileJudge {
  private static final Set<String> SURE =
      Set.of("MixedContent", "TextBlock", "DollarVariable", "Assignment", "AssignmentInstruction");

  private final Templates home;
  private final Scope scope;
  private final Problems problems;
  private final boolean surely;

  FileJudge(Templates home, Scope scope, Problems problems, boolean surely) {
    this.home = home;
    this.scope = scope;
    this.problems = problems;
    this.surely = surely;
  }

  void check(TemplateFiles.Parsed parsed) {
    Set<String> bound = boundNames(parsed.tree());
    bound.addAll(calledNames(parsed.tree()));
    Scope inside =
        new Scope() {
          @Override
          public Object get(String name) {
            return bound.contains(name) ? Unknown.ANY : scope.get(name);
          }

          @Override
          public Set<String> names() {
            Set<String> names = new TreeSet<>(scope.names());
            names.addAll(bound);
            return names;
          }
        };
    Judge judge = new Judge(home.preview(inside), problems, surely);
    visit(parsed.tree(), parsed, judge);
  }

  /** What stands below a condition, loop or macro is only perhaps evaluated. */
  private void visit(Term term, TemplateFiles.Parsed parsed, Judge judge) {
    if (term.node().isExpression()) {
      judge.within(new Expr(term, parsed.source().text(), parsed.place()));
      return;
    }
    boolean first = true;
    for (Term part : term.parts()) {
      boolean sure = SURE.contains(term.node().kind()) || first && part.node().isExpression();
      visit(
          part, parsed, sure && !term.name().equals("ConditionalBlock") ? judge : judge.perhaps());
      first = false;
    }
  }

  /** Returns the names that directives bind: loop variables, assignments, macros and parameters. */
  static Set<String> boundNames(Term tree) {
    Set<String> names = new HashSet<>();
    tree.walk(
        term -> {
          if (!term.node().isExpression()
              && !term.node().kind().equals("UnifiedCall")
              && !term.node().kind().equals("TextBlock")) {
            names.addAll(term.node().words());
          }
        });
    return names;
  }

  private static Set<String> calledNames(Term tree) {
    Set<String> names = new HashSet<>();
    tree.walk(
        term -> {
          if (term.node().kind().equals("UnifiedCall")) names.addAll(term.node().words());
        });
    return names;
  }

  /** Returns the names of files that it includes or imports, as far as they are written out. */
  static List<String> included(Term tree) {
    List<String> names = new ArrayList<>();
    tree.walk(
        term -> {
          String kind = term.node().kind();
          if ((kind.equals("Include") || kind.equals("LibraryLoad"))
              && !term.parts().isEmpty()
              && term.part(0).is(Term.Kind.TEXT)
              && term.part(0).parts().isEmpty()) {
            names.add(term.part(0).name());
          }
        });
    return names;
  }
}
