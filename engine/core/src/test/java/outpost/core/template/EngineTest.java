package outpost.core.template;

import static org.junit.jupiter.api.Assertions.assertFalse;

import freemarker.ext.beans.ClassMemberAccessPolicy;
import freemarker.ext.beans.DefaultMemberAccessPolicy;
import freemarker.template.Configuration;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTest {
  @Test
  void anExpressionThatMetAJavaObjectWouldSeeNothingOfIt() {
    DefaultMemberAccessPolicy rules =
        DefaultMemberAccessPolicy.getInstance(Configuration.VERSION_2_3_35);
    for (Class<?> type : List.of(Object.class, String.class, ArrayList.class, Runtime.class)) {
      ClassMemberAccessPolicy shown = rules.forClass(type);
      for (Method method : type.getMethods()) {
        assertFalse(shown.isMethodExposed(method), method::toString);
      }
      for (Constructor<?> constructor : type.getConstructors()) {
        assertFalse(shown.isConstructorExposed(constructor), constructor::toString);
      }
    }
  }
}
