package outpost.modules.cluster;

import static outpost.api.Script.sh;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import outpost.api.Script;

/**
 * What a host answers about its pacemaker_remote.
 *
 * @param unreachable why it could not be asked
 * @param host its own name
 * @param loadState of the unit, as {@code systemctl show} has it
 * @param environmentFile where the unit reads its settings
 * @param port what {@code PCMK_remote_port} says, if it says something
 * @param keyLocation what {@code PCMK_authkey_location} says, if it says something
 * @param runningPort the port that the running daemon was told, if it was told one
 * @param runningKeyLocation the key's place that the running daemon was told, if it was told one
 * @param key the SHA-256 of its key at the usual place
 * @param keyMode owner, group and mode of that file
 * @param keyIsNewer whether that file was put there after the daemon was started
 * @param listeners the programs that listen on the port; {@code -} for one without a name
 * @param peers the addresses that are connected to the port, or to that of the running daemon
 * @param addresses its own addresses
 * @param member whether it runs, or is set up for, a cluster of its own
 * @param identity what tells it from any other machine
 * @param set what its settings say of the variables asked about
 * @param running what the running daemon was told of them
 * @param x509 whether its settings name certificates, which count instead of the key
 */
record RemoteHost(
    Optional<String> unreachable,
    Optional<String> host,
    Optional<String> loadState,
    Optional<String> activeState,
    Optional<String> unitFileState,
    Optional<String> environmentFile,
    Optional<String> port,
    Optional<String> keyLocation,
    Optional<String> runningPort,
    Optional<String> runningKeyLocation,
    Optional<String> key,
    Optional<String> keyMode,
    Optional<Boolean> keyIsNewer,
    Set<String> listeners,
    Set<String> peers,
    Set<String> addresses,
    Optional<String> member,
    Optional<String> identity,
    Map<String, String> set,
    Map<String, String> running,
    Optional<Boolean> x509) {

  static final String UNIT = "pacemaker_remote";

  /** The port unless {@code PCMK_remote_port} says otherwise. */
  static final int PORT = 3121;

  /**
   * Asks a host about its pacemaker_remote.
   *
   * @param port the port it is wanted on; empty for what the host's own settings say
   */
  static Script question(Optional<Integer> port) {
    return question(port, List.of());
  }

  /**
   * The same for a host that a task runs on; the answers go into a component called {@code here}.
   */
  static Script here(Optional<Integer> port, List<String> variables) {
    return Script.raw( // both parts are scripts already
        "{\n" + question(port, variables).text() + "\n} | sed 's/^/here./'");
  }

  private static Script question(Optional<Integer> port, List<String> variables) {
    return sh(
        ClusterHost.SETTING
            + """
            due
            emit host "$(uname -n)"
            systemctl show -p LoadState,ActiveState,UnitFileState %1$s
            emit environment_file "$(systemctl show -p EnvironmentFiles %1$s |
              sed -n 's/^EnvironmentFiles=\\([^ ]*pacemaker\\) .*/\\1/p' | head -n 1)"
            set=$(setting %1$s PCMK_remote_port)
            emit port "$set"
            emit key_location "$(setting %1$s PCMK_authkey_location)"
            pid=$(systemctl show -p MainPID %1$s | sed 's/^MainPID=//')
            told() { [ -r "/proc/$pid/environ" ] && tr '\\0' '\\n' < "/proc/$pid/environ" | sed -n "s/^$1=//p"; }
            running=$(told PCMK_remote_port)
            emit running_port "$running"
            emit running_key_location "$(told PCMK_authkey_location)"
            emit key "$(digest %2$s)"
            x509 %1$s && emit x509 yes
            start=$(date -d "$(systemctl show -p ExecMainStartTimestamp %1$s | sed 's/^[^=]*=//')" +%%s)
            [ "$(stat -c %%Y %2$s 2>/dev/null || echo 0)" -gt "${start:-0}" ] && emit key_is_newer yes
            emit key_mode "$(stat -c '%%U:%%G %%a' %2$s 2>/dev/null)"
            port={}; port=${port:-${set:-%3$d}}
            emit listeners "$(ss -Hltnp "( sport = :$port )" |
              awk -F'"' '{ gsub(" ", "_", $2); print ($2 == "" ? "-" : $2) }' | tr '\\n' ' ')"
            emit peers "$(ss -Htn state established "( sport = :$port or sport = :${running:-%3$d} )" | awk '{ print $4 }' | tr '\\n' ' ')"
            emit addresses "$(addresses)"
            for unit in corosync pacemaker; do
              systemctl is-active -q $unit && emit member "$unit is running there"
            done
            [ -e /etc/corosync/corosync.conf ] && emit member "/etc/corosync/corosync.conf is there"
            emit identity "$(identity)"
            set -- {}
            for name; do
              emit "set.$name" "$(setting %1$s "$name")"
              emit "running.$name" "$(told "$name")"
            done
            """
                .formatted(UNIT, ClusterHost.KEY, PORT),
        port.map(String::valueOf).orElse(""),
        variables);
  }

  /** Whether a name is this host's own. */
  boolean calls(String name) {
    return host.filter(name::equalsIgnoreCase).isPresent();
  }

  boolean installed() {
    return loadState.isPresent() && !loadState.get().equals("not-found");
  }

  boolean masked() {
    return loadState.equals(Optional.of("masked"));
  }

  boolean active() {
    return activeState.equals(Optional.of("active"));
  }

  boolean enabled() {
    return unitFileState.equals(Optional.of("enabled"));
  }

  /** Returns this host as it will be once its settings name a port. */
  RemoteHost onPort(int number) {
    Optional<String> text = Optional.of(Integer.toString(number));
    return new RemoteHost(
        unreachable,
        host,
        loadState,
        activeState,
        unitFileState,
        environmentFile,
        text,
        keyLocation,
        text,
        runningKeyLocation,
        key,
        keyMode,
        keyIsNewer,
        listeners,
        peers,
        addresses,
        member,
        identity,
        set,
        running,
        x509);
  }

  /** Returns the programs other than pacemaker_remote that hold the port. */
  Set<String> strangers() {
    // the kernel cuts a program's name at 15 characters: pacemaker-remot
    return listeners.stream()
        .filter(name -> !name.startsWith("pacemaker") && !name.equals("-"))
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  boolean listening() {
    return !listeners.isEmpty() && strangers().isEmpty();
  }

  /** Returns the addresses of who is connected, without ports, as the peers know themselves. */
  Set<String> peerAddresses() {
    return peers.stream()
        .map(RemoteHost::address)
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  /** Takes the port off {@code [::ffff:198.51.100.7]:37722} and the like. */
  static String address(String peer) {
    String address = peer.replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", "");
    return address.replaceFirst("^::ffff:(?=\\d+\\.)", "").replaceFirst("%.*$", "");
  }

  /** Returns the port its daemon listens on, or would after a start. */
  int effectivePort() {
    return runningPort
        .filter(p -> active())
        .or(() -> port)
        .filter(p -> p.matches("\\d{1,5}"))
        .map(Integer::parseInt)
        .orElse(PORT);
  }
}
