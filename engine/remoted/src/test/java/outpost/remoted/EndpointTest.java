package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointTest {

  @Test
  void isWrittenAsInAUrl() {
    assertEquals("db1:3121", Endpoint.of("db1").toString());
    assertEquals("[2001:db8::1]:22", new Endpoint("2001:db8::1", 22).toString());
  }

  @Test
  void refusesWhatIsNoPort() {
    assertThrows(IllegalArgumentException.class, () -> new Endpoint("db1", 0));
    assertThrows(IllegalArgumentException.class, () -> new Endpoint("db1", 65536));
    assertThrows(IllegalArgumentException.class, () -> new Endpoint(" ", 3121));
    assertEquals(1, new Endpoint("db1", 1).port());
    assertEquals(65535, new Endpoint("db1", 65535).port());
  }

  @Test
  void isReadAsItIsTyped() {
    assertEquals(Optional.of(Endpoint.of("db1")), Endpoint.in("db1"));
    assertEquals(Optional.of(new Endpoint("db1", 3999)), Endpoint.in("db1:3999"));
    assertEquals(Optional.of(Endpoint.of("2001:db8::1")), Endpoint.in("2001:db8::1"));
    assertEquals(Optional.of(Endpoint.of("2001:db8::1")), Endpoint.in("[2001:db8::1]"));
    assertEquals(Optional.of(new Endpoint("2001:db8::1", 22)), Endpoint.in("[2001:db8::1]:22"));
    assertEquals(
        Optional.of(Endpoint.of("::ffff:198.51.100.7")), Endpoint.in("::ffff:198.51.100.7"));
    for (String none :
        new String[] {"", " ", "db1:", "db1:x", "db1:0", "db1:65536", "a b", "[db1"}) {
      assertEquals(Optional.empty(), Endpoint.in(none), none);
    }
  }
}
