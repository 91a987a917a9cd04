package outpost.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The first sentence of a module's manual page; it ends with a period. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Doc {
  String value();

  /** Other names by which playbooks may call it. */
  String[] alias() default {};

  /**
   * The facts that its plans give a host, so that a check knows of them: {@code services}, {@code
   * getent_{database}} where the value of an argument is part of the name.
   */
  String[] facts() default {};

  /**
   * Whether all that it ever does is run one action, which may go on by itself after the engine has
   * let go of it: {@code async}.
   */
  boolean detaches() default false;
}
