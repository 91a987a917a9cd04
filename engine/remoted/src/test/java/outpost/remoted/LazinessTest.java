package outpost.remoted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class LazinessTest {

  /** Only what was compiled here: without Bouncy Castle. */
  private static URLClassLoader alone() {
    URL here = HalfHandshake.class.getProtectionDomain().getCodeSource().getLocation();
    return new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void bouncyCastleIsNotNeededUntilAHandshakeBegins() throws Exception {
    try (URLClassLoader alone = alone()) {
      assertThrows(
          ClassNotFoundException.class,
          () -> alone.loadClass("org.bouncycastle.tls.TlsClientProtocol"));
      Class<?> endpoint = alone.loadClass("outpost.remoted.Endpoint");
      Class<?> dialer = alone.loadClass("outpost.remoted.Dialer");
      Object direct =
          dialer
              .getMethod("direct", java.time.Duration.class)
              .invoke(null, java.time.Duration.ofSeconds(5));
      Object half =
          alone
              .loadClass("outpost.remoted.HalfHandshake")
              .getConstructor(dialer)
              .newInstance(direct);
      Method prove = half.getClass().getMethod("prove", endpoint, byte[].class);
      Object nobody =
          endpoint
              .getConstructor(String.class, int.class)
              .newInstance("127.0.0.1", Peer.nobody().port());
      Object diagnosis = prove.invoke(half, nobody, Keys.RIGHT);
      assertEquals(
          "REFUSED", String.valueOf(diagnosis.getClass().getMethod("cause").invoke(diagnosis)));
      for (String name : new String[] {"RemoteSession", "UnusedNode", "RemotedServer", "Cause"}) {
        Class.forName("outpost.remoted." + name, true, alone);
      }
    }
  }

  @Test
  void itIsNeededThen() throws Exception {
    try (URLClassLoader alone = alone();
        Peer silent = Peer.silent()) {
      Class<?> endpoint = alone.loadClass("outpost.remoted.Endpoint");
      Class<?> dialer = alone.loadClass("outpost.remoted.Dialer");
      Object direct =
          dialer
              .getMethod("direct", java.time.Duration.class)
              .invoke(null, java.time.Duration.ofSeconds(5));
      Object half =
          alone
              .loadClass("outpost.remoted.HalfHandshake")
              .getConstructor(dialer)
              .newInstance(direct);
      Method prove = half.getClass().getMethod("prove", endpoint, byte[].class);
      Object at =
          endpoint
              .getConstructor(String.class, int.class)
              .newInstance("127.0.0.1", silent.at().port());
      InvocationTargetException needed =
          assertThrows(InvocationTargetException.class, () -> prove.invoke(half, at, Keys.RIGHT));
      assertEquals(NoClassDefFoundError.class, needed.getCause().getClass());
    }
  }
}
