package outpost.core.run;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import outpost.api.Secret;
import outpost.core.catalog.Given;
import outpost.core.catalog.Shape;
import outpost.core.event.Masker;

/** Finds the secrets in a task's arguments, so that nothing a host prints back shows them. */
final class Secrets {
  private Secrets() {}

  static void addAll(Given given, Masker masker) {
    if (given instanceof Given.Items list) {
      list.items().forEach(item -> addAll(item, masker));
    } else if (given instanceof Given.Fields map) {
      map.fields().forEach(field -> addAll(field.value(), masker));
    } else if (given instanceof Given.Value value) {
      addAll(value.value(), masker);
    }
  }

  static void addAll(Object value, Masker masker) {
    if (value instanceof Secret secret) {
      masker.add(secret);
    } else if (value instanceof Optional<?> maybe) {
      maybe.ifPresent(inner -> addAll(inner, masker));
    } else if (value instanceof Collection<?> items) {
      items.forEach(item -> addAll(item, masker));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> addAll(item, masker));
    } else if (value instanceof outpost.api.Content content) {
      if (content.secret()) masker.add(content.text());
    } else if (value instanceof outpost.api.Rendered rendered) {
      if (rendered.secret()) masker.add(rendered.text());
    } else if (value instanceof Record record) {
      for (Shape.Part part : Shape.of(record.getClass()).parts()) {
        if (!part.plain()) addAll(part.in(record), masker);
      }
    }
  }
}
