package outpost.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one argument of a module: a component of its arguments' record.
 *
 * <p>The component's type says the rest. A plain type without {@link #def} is required; {@code
 * Optional} means "no opinion" when absent; an enum lists the choices (its constants in lower
 * case); {@code List}, {@code Map<String, …>} and records nest; {@code List<T>} also accepts a
 * single value. {@code Secret} marks an argument whose value is shown nowhere. The name on the YAML
 * side is the component's name in snake case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Arg {

  /** One sentence for the manual; it ends with a period. */
  String value();

  /** The default as it would be written in YAML; empty for none. {@code "\"\""} is empty text. */
  String def() default "";

  /** Other names by which users know this argument. */
  String[] alias() default {};

  /** Whether the text behind {@code module:} goes here when it is no mapping. */
  boolean freeForm() default false;

  /**
   * For a {@link LocalFile}: the yes-or-no argument which, when it is yes, says that the file is
   * one of the host, so that it is not looked for on the control node; or {@code NAME=VALUE}, where
   * another argument says so by that value.
   */
  String unless() default "";

  /**
   * For a {@link LocalFile}: the yes-or-no argument which, when it is no, says that a file that a
   * vault has encrypted is taken as it is.
   */
  String opened() default "";
}
