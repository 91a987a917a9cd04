package outpost.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import outpost.core.connect.Login;
import outpost.remoted.RemotedServer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads words of the command line into enums: {@code accept-new} is {@code ACCEPT_NEW}. */
final class Choices {
  private Choices() {}

  static final class HostKeys implements ITypeConverter<Login.HostKeys> {
    @Override
    public Login.HostKeys convert(String word) {
      return choice(Login.HostKeys.class, word);
    }
  }

  static final class OutputForm implements ITypeConverter<Options.Output> {
    @Override
    public Options.Output convert(String word) {
      return choice(Options.Output.class, word);
    }
  }

  static final class Means implements ITypeConverter<Options.Means> {
    @Override
    public Options.Means convert(String word) {
      return choice(Options.Means.class, word);
    }
  }

  static final class BecomeMethods implements ITypeConverter<Options.BecomeMethod> {
    @Override
    public Options.BecomeMethod convert(String word) {
      return choice(Options.BecomeMethod.class, word);
    }
  }

  static final class Documented implements ITypeConverter<DocKind> {
    @Override
    public DocKind convert(String word) {
      return choice(DocKind.class, word);
    }
  }

  static final class Faults implements ITypeConverter<RemotedServer.Fault> {
    @Override
    public RemotedServer.Fault convert(String word) {
      return choice(RemotedServer.Fault.class, word);
    }
  }

  /** Returns the words for a type; none if it is no choice. */
  static List<String> words(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    return constants == null
        ? List.of()
        : Stream.of(constants).map(c -> word((Enum<?>) c)).toList();
  }

  private static <E extends Enum<E>> E choice(Class<E> kind, String word) {
    return Arrays.stream(kind.getEnumConstants())
        .filter(choice -> word(choice).equals(word))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("not one of " + words(kind)));
  }

  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
