package outpost.core.catalog;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outpost.api.Arg;
import outpost.api.Shared;

/**
 * How a record is put together and taken apart: reflection is slow, so it is asked once a class.
 */
public final class Shape {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return new Shape(type);
        }
      };

  private static final Set<Class<?>> PLAIN =
      Set.of(String.class, Integer.class, Long.class, Boolean.class, Path.class, Duration.class);

  private static final Set<Type> CONTAINERS =
      Set.of(Optional.class, List.class, Set.class, Map.class);

  private final List<Part> parts;
  private final Constructor<?> constructor;

  /**
   * One component.
   *
   * @param key its name in snake case
   * @param shared whether its own components count as the record's
   * @param arg what it says of itself as an argument
   * @param plain whether no secret can be in it
   */
  public record Part(
      String name,
      String key,
      Type generic,
      Class<?> type,
      boolean shared,
      Optional<Arg> arg,
      boolean plain,
      Method accessor) {

    private static Part of(RecordComponent component) {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return new Part(
          component.getName(),
          ArgSpec.snake(component.getName()),
          component.getGenericType(),
          component.getType(),
          component.isAnnotationPresent(Shared.class),
          Optional.ofNullable(component.getAnnotation(Arg.class)),
          isPlain(component.getGenericType()),
          accessor);
    }

    private static boolean isPlain(Type type) {
      if (type instanceof ParameterizedType generic) {
        return CONTAINERS.contains(generic.getRawType())
            && Arrays.stream(generic.getActualTypeArguments()).allMatch(Part::isPlain);
      }
      return type instanceof Class<?> one
          && (one.isPrimitive() || one.isEnum() || PLAIN.contains(one));
    }

    /** Returns what a record has here. */
    public Object in(Record record) {
      try {
        return accessor.invoke(record);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Shape(Class<?> type) {
    parts = Arrays.stream(type.getRecordComponents()).map(Part::of).toList();
    try {
      constructor =
          type.getDeclaredConstructor(parts.stream().map(Part::type).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // every record has it
    }
    constructor.setAccessible(true);
  }

  /** Returns the shape of a record's class. */
  public static Shape of(Class<?> record) {
    return SHAPES.get(record);
  }

  /** Returns its components, in their order. */
  public List<Part> parts() {
    return parts;
  }

  /** Makes a record of the values of its components. */
  Record make(Object... values) throws ReflectiveOperationException {
    return (Record) constructor.newInstance(values);
  }
}
