package outpost.link;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the language lets a lambda, a method reference and a record be; says what comes of it. */
public final class Sample implements Supplier<List<String>> {
  private final List<String> seen = new ArrayList<>();
  private final String name = "sample";

  record Nothing() {}

  record Everything(
      boolean flag,
      byte tiny,
      short small,
      char letter,
      int number,
      long big,
      float half,
      double whole,
      String text,
      int[] numbers,
      List<String> list) {}

  record Own(String text) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Own own && own.text.equalsIgnoreCase(text);
    }

    @Override
    public int hashCode() {
      return 7;
    }
  }

  private interface Greeter {
    String greet(String whom);

    default Greeter twice() {
      return whom -> greet(greet(whom)) + of(() -> mine(whom));
    }

    private String mine(String whom) {
      return "<" + whom + ">";
    }

    private static String of(Supplier<String> supplier) {
      return supplier.get();
    }
  }

  private static final class Inner {
    private final long value;

    private Inner(long value) {
      this.value = value;
    }

    private long plus(Integer other) {
      return ((ToLongFunction<Integer>) o -> value + o).applyAsLong(other);
    }
  }

  private enum Way {
    UP(n -> n + 1),
    DOWN(n -> n - 1);

    private final UnaryOperator<Integer> step;

    Way(UnaryOperator<Integer> step) {
      this.step = step;
    }
  }

  static class Base {
    protected String told(Object what) {
      return "base " + what;
    }
  }

  private static final class Derived extends Base {
    @Override
    protected String told(Object what) {
      return "derived " + what;
    }

    Function<Object, String> above() {
      return super::told;
    }
  }

  @Override
  public List<String> get() {
    captures();
    references();
    conversions();
    nests();
    records();
    return seen;
  }

  private void tell(Object what) {
    seen.add(String.valueOf(what));
  }

  private static String noted(Object... all) {
    return all.length + " " + List.of(all);
  }

  private void captures() {
    int number = 3;
    long big = 1L << 40;
    double half = 0.5;
    char letter = 'x';
    boolean flag = true;
    byte tiny = 7;
    String text = "text";
    Supplier<String> all =
        () -> name + number + big + half + letter + flag + tiny + text + seen.size();
    tell(all.get());
    Callable<Callable<String>> deep = () -> () -> name + number + text;
    try {
      tell(deep.call().call());
    } catch (Exception e) {
      tell(e);
    }
    Runnable nothing = () -> {};
    nothing.run();
    List<Supplier<String>> same = new ArrayList<>();
    for (int i = 0; i < 2; i++) same.add(() -> "one");
    tell(same.get(0) == same.get(1));
    ObjLongConsumer<String> wide = (word, value) -> tell(word + value);
    wide.accept("wide", big);
    Supplier<Object> failing = () -> Optional.empty().orElseThrow();
    try {
      failing.get();
    } catch (RuntimeException e) {
      tell(e.getMessage());
    }
  }

  private void references() {
    tell(Stream.of("b", "a").map(String::toUpperCase).sorted(Comparator.reverseOrder()).toList());
    tell(Stream.of(1, 2).map(Inner::new).map(inner -> inner.value).toList());
    Supplier<Map<String, Integer>> maker = TreeMap::new;
    tell(maker.get());
    IntFunction<int[][]> arrays = int[][]::new;
    tell(arrays.apply(2).length);
    Function<String, Integer> length = String::length;
    tell(length.apply("four"));
    Function<Object, String> many = Sample::noted;
    tell(many.apply("x"));
    Consumer<String> dropped = new StringBuilder()::append;
    dropped.accept("x");
    BiFunction<String, String, Boolean> equal = String::equalsIgnoreCase;
    tell(equal.apply("A", "a"));
    Supplier<String> bound = name::trim;
    tell(bound.get());
    Function<Object, String> above = new Derived().above();
    tell(above.apply("x"));
    Function<List<String>, Stream<String>> stream = List::stream;
    tell(stream.apply(List.of("s")).count());
    try {
      String none = null;
      Supplier<Integer> broken = none::length;
      tell(broken);
    } catch (NullPointerException e) {
      tell("no length of nothing");
    }
  }

  private void conversions() {
    ToIntFunction<Integer> unboxed = i -> i;
    Function<Integer, Integer> boxed = Integer::bitCount;
    ToLongFunction<Integer> widened = Integer::intValue;
    ToDoubleFunction<Byte> wider = Byte::byteValue;
    LongFunction<Object> box = Long::valueOf;
    DoubleUnaryOperator root = Math::sqrt;
    IntPredicate odd = i -> i % 2 == 1;
    Function<Character, Integer> digit = Character::getNumericValue;
    IntFunction<Number> number = i -> i;
    Supplier<Long> longs = () -> 5L;
    tell(unboxed.applyAsInt(4) + " " + boxed.apply(7) + " " + widened.applyAsLong(8));
    tell(wider.applyAsDouble((byte) 3) + " " + box.apply(9L) + " " + root.applyAsDouble(4));
    tell(odd.test(3) + " " + digit.apply('7') + " " + number.apply(6) + " " + longs.get());
    tell(IntStream.range(0, 4).boxed().collect(Collectors.partitioningBy(i -> i > 1)));
    tell(Stream.of(1, 2, 3).reduce(0, Integer::sum));
    BiFunction<Integer, Short, Long> mixed = (a, b) -> (long) a + b;
    tell(mixed.apply(1, (short) 2));
    Runnable kept = (Runnable & Serializable) () -> tell("serializable");
    kept.run();
  }

  private void nests() {
    Greeter greeter = whom -> "hi " + whom;
    tell(greeter.twice().greet("you"));
    tell(new Inner(40).plus(2));
    tell(Way.UP.step.apply(1) + Way.DOWN.step.apply(1));
    Supplier<Object> anonymous =
        new Supplier<>() {
          @Override
          public Object get() {
            return ((Supplier<String>) () -> name + seen.size()).get();
          }
        };
    tell(anonymous.get());
  }

  private void records() {
    int[] numbers = {1};
    Everything one = everything(1.5f, 0.0, "t", numbers);
    tell(one.toString().replaceAll("\\[I@\\p{XDigit}+", "int[]"));
    tell(one.equals(everything(1.5f, 0.0, "t", numbers)));
    tell(one.equals(everything(1.5f, -0.0, "t", numbers)));
    tell(one.equals(everything(Float.NaN, 0.0, "t", numbers)));
    tell(one.equals(everything(1.5f, 0.0, null, numbers)) + " " + one.equals(null));
    Everything odd = everything(Float.NaN, Double.NaN, null, null);
    tell(odd.equals(everything(Float.NaN, Double.NaN, null, null)) + " " + odd);
    tell(odd.hashCode() == everything(Float.NaN, Double.NaN, null, null).hashCode());
    tell(new Nothing() + " " + new Nothing().equals(new Nothing()) + new Nothing().hashCode());
    record Local(Object what) {}
    tell(new Local(new Local("it")));
    tell(new Own("A").equals(new Own("a")) + " " + new Own("A") + new Own("b").hashCode());
  }

  private static Everything everything(float half, double whole, String text, int[] numbers) {
    return new Everything(
        true, (byte) 1, (short) 2, 'c', 3, 4L, half, whole, text, numbers, List.of("l"));
  }
}
