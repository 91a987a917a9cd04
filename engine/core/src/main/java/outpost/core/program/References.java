package outpost.core.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import outpost.api.Rendered;
import outpost.core.catalog.ArgSpec;
import outpost.core.source.Problems;
import outpost.core.template.Template;

/**
 * Collects the variables that tasks refer to, template files and other variables among the ways.
 */
final class References {
  private final Set<String> names = new TreeSet<>();
  private final Set<VarLevel> ofRoles = new LinkedHashSet<>();

  void add(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Step step) {
        add(step);
      } else if (part instanceof RolePart role) {
        ofRoles.addAll(role.role().defaults());
        ofRoles.addAll(role.role().vars());
        ofRoles.add(new VarLevel(VarLevel.Rank.ROLE_PARAMS, role.role().params()));
        add(role.parts());
      } else if (part instanceof Group group) {
        add(group.body());
        add(group.rescue());
        add(group.always());
      }
    }
  }

  void add(Template template) {
    names.addAll(template.variables());
  }

  void add(Step step) {
    step.templates().forEach(template -> names.addAll(template.variables()));
    step.conditions().forEach(condition -> names.addAll(condition.variables()));
    if (step.use() instanceof Use.ValidateArguments validate) {
      names.addAll(validate.validation().variables());
    }
    if (step.use() instanceof Use.OfModule module
        && module.args() instanceof Template.Fields args) {
      for (ArgSpec spec : module.spec().args().specs()) {
        if (spec.type() != Rendered.class) continue;
        spec.names().forEach(name -> args.get(name).ifPresent(file -> addFile(file, step.files())));
      }
    }
  }

  /** A file that is not there is told where the program is checked. */
  private void addFile(Template name, SearchPath files) {
    if (!(name instanceof Template.Leaf leaf) || !leaf.constant()) {
      names.add("ansible_facts"); // who knows what that file refers to
      return;
    }
    Problems untold = new Problems();
    files
        .template(leaf.text(), leaf.span(), untold)
        .flatMap(path -> files.read(path, untold))
        .ifPresent(file -> names.addAll(file.variables()));
  }

  /** Returns all of them, with those that the variables of these layers refer to in turn. */
  Set<String> through(Collection<VarLevel> layers) {
    List<VarLevel> levels = new ArrayList<>(layers);
    levels.addAll(ofRoles);
    Set<String> all = new TreeSet<>(names);
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      String name = open.pop().split("\\.")[0];
      if (!seen.add(name)) continue;
      for (VarLevel level : levels) {
        if (!(level.vars().get(name) instanceof Template template)) continue;
        all.addAll(template.variables());
        open.addAll(template.variables());
      }
    }
    return all;
  }
}
