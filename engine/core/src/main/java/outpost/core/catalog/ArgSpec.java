package outpost.core.catalog;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import outpost.api.Arg;

/**
 * One documented argument, as users see it.
 *
 * @param choices the words that it takes; none if any will do
 * @param component its name in a module's code
 */
public record ArgSpec(
    String name,
    String doc,
    Optional<String> def,
    List<String> aliases,
    boolean freeForm,
    Optional<String> unless,
    Optional<String> opened,
    List<String> choices,
    Type type,
    String component) {

  /**
   * Returns the arguments of a record in its order, those that it shares with others among them.
   */
  public static List<ArgSpec> of(Class<? extends Record> record) {
    List<ArgSpec> specs = new ArrayList<>();
    for (Shape.Part part : Shape.of(record).parts()) {
      if (part.shared()) specs.addAll(of(part.type().asSubclass(Record.class)));
      else specs.add(of(record, part));
    }
    return List.copyOf(specs);
  }

  /** Makes a record of the values of its arguments, which are in the order of {@link #of}. */
  static Record make(Class<? extends Record> record, Iterator<Object> values)
      throws ReflectiveOperationException {
    Shape shape = Shape.of(record);
    List<Object> components = new ArrayList<>();
    for (Shape.Part part : shape.parts()) {
      components.add(
          part.shared() ? make(part.type().asSubclass(Record.class), values) : values.next());
    }
    return shape.make(components.toArray());
  }

  private static ArgSpec of(Class<?> record, Shape.Part part) {
    Arg arg =
        part.arg()
            .orElseThrow(
                () -> new IllegalStateException(record + "." + part.name() + " lacks @Arg"));
    return new ArgSpec(
        name(part.name()),
        arg.value(),
        Optional.of(arg.def()).filter(def -> !def.isEmpty()),
        List.of(arg.alias()),
        arg.freeForm(),
        Optional.of(arg.unless()).filter(name -> !name.isEmpty()),
        Optional.of(arg.opened()).filter(name -> !name.isEmpty()),
        choices(part.generic()),
        part.generic(),
        part.name());
  }

  private static String name(String component) {
    boolean wordOfJava = component.endsWith("_"); // public_ is `public`
    return snake(wordOfJava ? component.substring(0, component.length() - 1) : component);
  }

  private static List<String> choices(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? List.of()
          : choices(generic.getActualTypeArguments()[0]);
    }
    Object[] constants = ((Class<?>) type).getEnumConstants();
    return constants == null ? List.of() : Arrays.stream(constants).map(ArgSpec::choice).toList();
  }

  /** Returns how tasks write a constant of an enum. */
  static String choice(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  /** Returns every name by which a task may give it. */
  public Stream<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream());
  }

  public boolean answersTo(String written) {
    return name.equals(written) || aliases.contains(written);
  }

  public boolean isOptional() {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
  }

  /** Whether a mapping is given for a type: for any record that is not what one text stands for. */
  static boolean isMapping(Class<?> type) {
    return type.isRecord() && type.getPackage() != Arg.class.getPackage();
  }

  /** Turns {@code daemonReload} into {@code daemon_reload}. */
  public static String snake(String camel) {
    StringBuilder snake = new StringBuilder(camel.length() + 4);
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (i > 0 && c >= 'A' && c <= 'Z' && isSmall(camel.charAt(i - 1))) snake.append('_');
      snake.append(c);
    }
    return snake.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isSmall(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
  }
}
