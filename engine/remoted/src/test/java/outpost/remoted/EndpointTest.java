package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
