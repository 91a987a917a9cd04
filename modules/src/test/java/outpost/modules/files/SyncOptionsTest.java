package outpost.modules.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncOptionsTest {
  private static List<String> paths(Optional<String> rsyncPath) {
    SyncOptions options =
        new SyncOptions(
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false,
            false,
            false,
            true,
            false,
            true,
            List.of(),
            0,
            rsyncPath,
            List.of());
    return options.words().stream().filter(word -> word.startsWith("--rsync-path=")).toList();
  }

  @Test
  void whatRunsAsRsyncIsWordsThatTheHostsShellExpandsNothingIn() {
    assertEquals(List.of("--rsync-path='sudo' 'rsync'"), paths(Optional.of("sudo rsync")));
    assertEquals(
        List.of("--rsync-path='a' '$(id)' '`id`' ';' '|' 'b'\\''c \n*'"),
        paths(Optional.of("a $(id) `id` ; | \"b'c \n*\"")));
  }

  @Test
  void nobodySaysWhatRunsWhereTheTaskDoesNot() {
    assertEquals(List.of(), paths(Optional.empty()));
  }
}
