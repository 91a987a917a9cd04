package outpost.core.template;

import freemarker.template.AdapterTemplateModel;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateCollectionModelEx;
import freemarker.template.TemplateHashModelEx2;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import outpost.api.Secret;

/** Shows our values to FreeMarker, each but {@link Flag} as a model of exactly one kind. */
final class Models {
  private Models() {}

  /** Gives models to the values inside lists and maps, which may have to be evaluated first. */
  @FunctionalInterface
  interface Wrapper {
    TemplateModel wrap(Object value, String name);
  }

  /** Wraps values that hold no templates. */
  static final Wrapper PLAIN = (value, name) -> of(value, name, Models.PLAIN);

  /**
   * Returns the model of a value; null of null.
   *
   * @param name what the value is called, for messages
   * @throws UnknownValue for an unknown without a type: whether it is there is already a question
   */
  static TemplateModel of(Object value, String name, Wrapper inner) {
    if (value == null) return null;
    if (value instanceof String text) return new SimpleScalar(text);
    if (value instanceof Boolean flag) {
      return flag ? TemplateBooleanModel.TRUE : TemplateBooleanModel.FALSE;
    }
    if (value instanceof Flag flag) return new Signal(flag);
    if (value instanceof Number number) return new Figure(Numbers.normal(number), null);
    if (value instanceof Written written) {
      return new Figure(Numbers.normal(written.number()), written);
    }
    if (value instanceof Map<?, ?> map) return new Record(map, inner);
    if (value instanceof List<?> list) return new Row(list, inner);
    if (value instanceof Collection<?> items) return new Row(new ArrayList<>(items), inner);
    if (value instanceof Secret secret) return Secrets.model(secret);
    if (value instanceof Omit) return OMIT;
    if (value instanceof Unknown unknown) return unknown(unknown, name, inner);
    if (value instanceof TemplateModel model) return model;
    throw new IllegalArgumentException(name + " holds a " + value.getClass().getName());
  }

  private static TemplateModel unknown(Unknown unknown, String name, Wrapper inner) {
    if (unknown instanceof Unknown.Str) return new UnknownText(name);
    if (unknown instanceof Unknown.Num) return new UnknownNumber(name);
    if (unknown instanceof Unknown.Bool) return new UnknownFlag(name);
    if (unknown instanceof Unknown.Seq seq) return new UnknownRow(seq, name);
    if (unknown instanceof Unknown.Open open) return new UnknownRecord(open, name, inner);
    if (unknown instanceof Unknown.Rec rec) return new Record(rec.fields(), inner, rec);
    throw new UnknownValue(name);
  }

  static final TemplateModel OMIT = (AdapterTemplateModel) hint -> Omit.OMIT;

  /** A number. */
  record Figure(Number number, Written written)
      implements TemplateNumberModel, AdapterTemplateModel {
    @Override
    public Number getAsNumber() {
      return number;
    }

    @Override
    public Object getAdaptedObject(Class<?> hint) {
      return written == null ? number : written;
    }

    String text() {
      return written == null ? Numbers.plain(number) : written.text();
    }
  }

  /** A yes or no that is a number as well. */
  record Signal(Flag flag)
      implements TemplateBooleanModel, TemplateNumberModel, AdapterTemplateModel {
    @Override
    public boolean getAsBoolean() {
      return flag.isYes();
    }

    @Override
    public Number getAsNumber() {
      return flag.intValue();
    }

    @Override
    public Object getAdaptedObject(Class<?> hint) {
      return flag;
    }
  }

  /** A map; also one of which only the keys are known for sure. */
  static final class Record implements TemplateHashModelEx2 {
    private final Map<?, ?> map;
    private final Wrapper inner;
    private final Unknown.Rec unknown;

    Record(Map<?, ?> map, Wrapper inner) {
      this(map, inner, null);
    }

    Record(Map<?, ?> map, Wrapper inner, Unknown.Rec unknown) {
      this.map = map;
      this.inner = inner;
      this.unknown = unknown;
    }

    Map<?, ?> map() {
      return map;
    }

    /** Returns the unknown that it stands for, or null. */
    Unknown.Rec unknown() {
      return unknown;
    }

    @Override
    public TemplateModel get(String key) {
      return inner.wrap(map.get(key), key);
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean isEmpty() {
      return map.isEmpty();
    }

    @Override
    public TemplateCollectionModel keys() {
      return new Row(map.keySet().stream().map(String::valueOf).toList(), PLAIN);
    }

    @Override
    public TemplateCollectionModel values() {
      return new Row(new ArrayList<>(map.values()), inner);
    }

    @Override
    public KeyValuePairIterator keyValuePairIterator() {
      Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
      return new KeyValuePairIterator() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public KeyValuePair next() {
          Map.Entry<?, ?> entry = entries.next();
          String key = String.valueOf(entry.getKey());
          return new KeyValuePair() {
            @Override
            public TemplateModel getKey() {
              return new SimpleScalar(key);
            }

            @Override
            public TemplateModel getValue() {
              return inner.wrap(entry.getValue(), key);
            }
          };
        }
      };
    }
  }

  /** A list. */
  record Row(List<?> list, Wrapper inner)
      implements TemplateSequenceModel, TemplateCollectionModelEx {
    @Override
    public TemplateModel get(int index) {
      return index < 0 || index >= list.size() ? null : inner.wrap(list.get(index), "an item");
    }

    @Override
    public int size() {
      return list.size();
    }

    @Override
    public boolean isEmpty() {
      return list.isEmpty();
    }

    @Override
    public TemplateModelIterator iterator() {
      Iterator<?> items = list.iterator();
      return new TemplateModelIterator() {
        @Override
        public TemplateModel next() {
          return inner.wrap(items.next(), "an item");
        }

        @Override
        public boolean hasNext() {
          return items.hasNext();
        }
      };
    }
  }

  /** A value of which only the kind is known. */
  interface Unsure {
    Unknown unknown();
  }

  private record UnknownText(String name) implements TemplateScalarModel, Unsure {
    @Override
    public String getAsString() {
      throw new UnknownValue(name);
    }

    @Override
    public Unknown unknown() {
      return Unknown.STR;
    }
  }

  private record UnknownNumber(String name) implements TemplateNumberModel, Unsure {
    @Override
    public Number getAsNumber() {
      throw new UnknownValue(name);
    }

    @Override
    public Unknown unknown() {
      return Unknown.NUM;
    }
  }

  private record UnknownFlag(String name) implements TemplateBooleanModel, Unsure {
    @Override
    public boolean getAsBoolean() {
      throw new UnknownValue(name);
    }

    @Override
    public Unknown unknown() {
      return Unknown.BOOL;
    }
  }

  private record UnknownRow(Unknown.Seq unknown, String name)
      implements TemplateSequenceModel, Unsure {
    @Override
    public TemplateModel get(int index) {
      throw new UnknownValue(name);
    }

    @Override
    public int size() {
      throw new UnknownValue(name);
    }
  }

  private record UnknownRecord(Unknown.Open unknown, String name, Wrapper inner)
      implements TemplateHashModelEx2, Unsure {
    @Override
    public TemplateModel get(String key) {
      return unknown.isMisspelt(key) ? null : inner.wrap(unknown.value(), key);
    }

    @Override
    public int size() {
      throw new UnknownValue(name);
    }

    @Override
    public boolean isEmpty() {
      throw new UnknownValue(name);
    }

    @Override
    public TemplateCollectionModel keys() throws TemplateModelException {
      throw new UnknownValue(name);
    }

    @Override
    public TemplateCollectionModel values() throws TemplateModelException {
      throw new UnknownValue(name);
    }

    @Override
    public KeyValuePairIterator keyValuePairIterator() throws TemplateModelException {
      throw new UnknownValue(name);
    }
  }
}
