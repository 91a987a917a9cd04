package outpost.core.template;

import freemarker.template.AdapterTemplateModel;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateDateModel;
import freemarker.template.TemplateHashModelEx;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what FreeMarker answers back into our values, lists and maps included. */
final class Plain {
  private static final int MOST = 1_000_000;

  private final boolean lenient;

  private Plain(boolean lenient) {
    this.lenient = lenient;
  }

  /**
   * Returns the whole value.
   *
   * @throws UnknownValue if any of it is unknown
   */
  static Object value(TemplateModel model) throws TemplateModelException {
    return new Plain(false).of(model);
  }

  /** Returns the value with an {@link Unknown} in the place of each part that is unknown. */
  static Object valueOrUnknown(TemplateModel model) throws TemplateModelException {
    return new Plain(true).of(model);
  }

  private Object of(TemplateModel model) throws TemplateModelException {
    if (model == null) return null;
    if (model instanceof Models.Unsure unsure) return unknown(unsure.unknown());
    if (model instanceof Models.Record rec && rec.unknown() != null && lenient) {
      return rec.unknown();
    }
    if (model instanceof AdapterTemplateModel adapter) return adapter.getAdaptedObject(null);
    if (model instanceof TemplateNumberModel number) return Numbers.normal(number.getAsNumber());
    if (model instanceof TemplateBooleanModel flag) return flag.getAsBoolean();
    if (model instanceof TemplateDateModel date) return date.getAsDate().toInstant().toString();
    if (model instanceof TemplateScalarModel text) return text.getAsString();
    if (model instanceof TemplateSequenceModel row) return items(row);
    if (model instanceof TemplateHashModelEx record) return entries(record);
    if (model instanceof TemplateCollectionModel collection) return items(collection.iterator());
    if (model instanceof TemplateMethodModelEx) {
      throw new BadCall("a function is no value", "give it its arguments in parentheses");
    }
    throw new BadCall("there is no value of this kind here");
  }

  private Object unknown(Unknown unknown) {
    if (lenient) return unknown;
    throw new UnknownValue("it");
  }

  private List<Object> items(TemplateSequenceModel row) throws TemplateModelException {
    int size = row.size();
    if (size == Integer.MAX_VALUE) {
      throw new BadCall("this range has no end", "say how many: `1..*n` is n numbers from 1");
    }
    boolean given = row instanceof Models.Row; // others are worked out item by item
    if (!given && size > MOST) throw new BadCall("this list has more than a million items");
    List<Object> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int index = i;
      items.add(part(() -> row.get(index)));
    }
    return Collections.unmodifiableList(items);
  }

  private List<Object> items(TemplateModelIterator iterator) throws TemplateModelException {
    List<Object> items = new ArrayList<>();
    while (iterator.hasNext()) items.add(part(iterator::next));
    return Collections.unmodifiableList(items);
  }

  private Map<String, Object> entries(TemplateHashModelEx record) throws TemplateModelException {
    Map<String, Object> entries = new LinkedHashMap<>();
    TemplateModelIterator keys = record.keys().iterator();
    while (keys.hasNext()) {
      String key = ((TemplateScalarModel) keys.next()).getAsString();
      entries.put(key, part(() -> record.get(key)));
    }
    return Collections.unmodifiableMap(entries);
  }

  private interface Part {
    TemplateModel get() throws TemplateModelException;
  }

  private Object part(Part part) throws TemplateModelException {
    try {
      return of(part.get());
    } catch (UnknownValue e) {
      if (lenient) return Unknown.ANY;
      throw e;
    }
  }

  /** Returns a value without what is omitted: entries of maps and items of lists. */
  static Object withoutOmitted(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> kept = new LinkedHashMap<>();
      map.forEach(
          (key, entry) -> {
            if (entry != Omit.OMIT) kept.put(String.valueOf(key), withoutOmitted(entry));
          });
      return Collections.unmodifiableMap(kept);
    }
    if (value instanceof List<?> list) {
      List<Object> kept = new ArrayList<>();
      for (Object item : list) if (item != Omit.OMIT) kept.add(withoutOmitted(item));
      return Collections.unmodifiableList(kept);
    }
    return value;
  }
}
