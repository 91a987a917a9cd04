package outpost.modules.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import outpost.api.Reach;
import outpost.api.Reading;

/** Says who this controller is, and which processes there are beside it. */
final class Controller implements Reading {
  private final Clock clock = Clock.systemUTC();

  @Override
  public Map<String, String> take(Reach reach) {
    return Map.of(
        "owner",
        System.getProperty("user.name") + "@" + host(),
        "process",
        started(ProcessHandle.current()) + "-" + machine(),
        "time",
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        "alive",
        ProcessHandle.allProcesses().map(Controller::started).collect(Collectors.joining(" ")));
  }

  /** A number alone may be another process's by now. */
  private static String started(ProcessHandle process) {
    return process.pid()
        + "-"
        + process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String machine() {
    try {
      String id = Files.readString(Path.of("/etc/machine-id")).strip();
      return id.isEmpty() ? "0" : id.substring(0, Math.min(8, id.length()));
    } catch (IOException e) {
      return "0";
    }
  }
}
