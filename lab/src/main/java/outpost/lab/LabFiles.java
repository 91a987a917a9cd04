package outpost.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files by which the world outside reaches a lab: inventory, keys, variables. */
final class LabFiles {
  private final Path folder;

  LabFiles(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  Path inventory() {
    return folder.resolve("inventory.yml");
  }

  void writeKey(Path key) {
    try {
      Files.createDirectories(folder);
      Files.copy(key, folder.resolve("key"), StandardCopyOption.REPLACE_EXISTING);
      makePrivate(folder.resolve("key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeRelease(Release release) {
    write(folder.resolve("release"), release.word() + "\n");
  }

  Release release() {
    return Release.named(read(folder.resolve("release")).strip());
  }

  void writePassword(String password) {
    Path vars = folder.resolve("group_vars/all.yml");
    write(vars, "");
    makePrivate(vars);
    write(vars, "hacluster_password: " + password + "\n");
  }

  String password() {
    String vars = read(folder.resolve("group_vars/all.yml"));
    return vars.substring(vars.indexOf(':') + 1).strip();
  }

  /** Where the nodes that run virtual machines have their disks, all of them in one place. */
  Path machines() {
    return folder.resolve("machines");
  }

  Path sshConfig() {
    return folder.resolve("ssh_config");
  }

  void writeHosts(List<Host> cluster, List<Host> blanks) {
    String known =
        Stream.of(cluster, blanks)
                .flatMap(Collection::stream)
                .map(LabFiles::known)
                .collect(Collectors.joining())
            + knownMachine();
    write(folder.resolve("known_hosts"), known);
    write(
        sshConfig(),
        known
                .lines()
                .map(line -> line.split("[, ]"))
                .map(words -> "Host " + words[0] + "\n  HostName " + words[1] + "\n")
                .collect(Collectors.joining())
            + "Host *\n  User root\n  IdentitiesOnly yes\n  IdentityFile \""
            + folder.resolve("key")
            + "\"\n  UserKnownHostsFile \""
            + folder.resolve("known_hosts")
            + "\"\n");
    writeInventory("inventory.yml", "root", cluster, blanks);
  }

  /** A line of known_hosts. */
  private static String known(Host host) {
    return host.name()
        + ","
        + host.address()
        + " "
        + host.must("cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub");
  }

  /** The same of the virtual machine, if there is one: the node that made it wrote it down. */
  private String knownMachine() {
    Path known = machines().resolve("known_hosts");
    return Files.exists(known) ? read(known) : "";
  }

  Path writeInventory(String file, String user, List<Host> cluster, List<Host> remotes) {
    Path inventory = folder.resolve(file);
    write(
        inventory,
        "all:\n  vars:\n    ansible_user: "
            + user
            + "\n    ansible_ssh_private_key_file: "
            + folder.resolve("key")
            + "\n    ansible_ssh_common_args: -o UserKnownHostsFile="
            + folder.resolve("known_hosts")
            + "\n  children:\n"
            + group("cluster", cluster)
            + group("remotes", remotes));
    return inventory;
  }

  private static String group(String name, List<Host> hosts) {
    return "    "
        + name
        + ":\n      hosts:"
        + (hosts.isEmpty() ? " {}\n" : "\n")
        + hosts.stream()
            .map(
                host ->
                    "        "
                        + host.name()
                        + ":\n          ansible_host: "
                        + host.address()
                        + "\n")
            .collect(Collectors.joining());
  }

  void remove() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makePrivate(Path file) {
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
