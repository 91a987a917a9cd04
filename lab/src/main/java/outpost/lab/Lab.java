package outpost.lab;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Real hosts in containers: a two-node Pacemaker cluster, n1 and n2, with fencing enabled and a
 * fence agent that records its calls, and blank hosts remote1, remote2, … with nothing of a cluster
 * on them. It outlives the JVM that booted it until {@link #down()}.
 */
public final class Lab {
  private static final List<String> NODES = List.of("n1", "n2");

  /**
   * What a host is booted as.
   *
   * @param image what it is made from
   * @param units what it runs once it is up
   */
  private record Kind(String image, List<String> units) {
    static final Kind NODE = new Kind("cluster", List.of("ssh", "pcsd"));
    static final Kind VIRTUAL = new Kind("virt", List.of("ssh", "pcsd", "libvirtd"));
    static final Kind BLANK = new Kind("blank", List.of("ssh", "firewalld"));
    static final Kind DEBIAN = new Kind("debian", List.of("ssh"));
  }

  private final Checkout checkout;
  private final Containers containers;
  private final LabFiles files;
  private final Consumer<String> progress;

  private Lab(Checkout checkout, String name, Consumer<String> progress) {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw new LabFailed("`" + name + "` is no name for a lab: lower-case letters, digits and -");
    }
    this.checkout = checkout;
    this.containers = new Containers(name + "-" + checkout.tag());
    this.files = new LabFiles(checkout.state().resolve(name));
    this.progress = progress;
  }

  /** Boots a new lab in place of one of the same name that this checkout may have left. */
  public static Lab boot(String name, Release release, int blanks, Consumer<String> progress) {
    Lab lab = new Lab(Checkout.here(), name, progress);
    lab.down();
    lab.bootAll(release, NODES, Kind.NODE, blanks);
    return lab;
  }

  /** Boots a lab whose cluster nodes run virtual machines, and have their disks in common. */
  public static Lab bootVirtual(String name, Consumer<String> progress) {
    Lab lab = new Lab(Checkout.here(), name, progress);
    lab.down();
    lab.bootAll(Release.BOOKWORM, NODES, Kind.VIRTUAL, 0);
    return lab;
  }

  /** Boots a lab of blank hosts only, without a cluster: a matter of two or three seconds. */
  public static Lab bootBlanks(
      String name, Release release, int blanks, Consumer<String> progress) {
    Lab lab = new Lab(Checkout.here(), name, progress);
    lab.down();
    lab.bootAll(release, List.of(), Kind.NODE, blanks);
    return lab;
  }

  /** A lab of this checkout that is already up. */
  public static Lab attach(String name, Consumer<String> progress) {
    Lab lab = new Lab(Checkout.here(), name, progress);
    if (lab.containers.hosts().isEmpty()) {
      throw new LabFailed("no lab `" + name + "` of this checkout is up");
    }
    return lab;
  }

  /** Removes a lab of this checkout, if there is any; says how many hosts it had. */
  public static int down(String name, Consumer<String> progress) {
    return new Lab(Checkout.here(), name, progress).down();
  }

  /** The names of this checkout's labs that are up. */
  public static List<String> names() {
    String suffix = "-" + Checkout.here().tag();
    return Containers.labs().stream()
        .filter(label -> label.endsWith(suffix))
        .map(label -> label.substring(0, label.length() - suffix.length()))
        .sorted()
        .toList();
  }

  private void bootAll(Release release, List<String> nodes, Kind kind, int blanks) {
    String network = containers.network();
    String password = randomPassword();
    files.writeRelease(release);
    files.writeKey(checkout.state().resolve("key"));
    files.writePassword(password);
    List<String> remotes = IntStream.rangeClosed(1, blanks).mapToObj(i -> "remote" + i).toList();
    progress.accept(
        "booting " + String.join(" ", Stream.concat(nodes.stream(), remotes.stream()).toList()));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      var bootingNodes = booting(nodes, kind, network, threads);
      var bootingBlanks = booting(remotes, Kind.BLANK, network, threads);
      List<Host> cluster = bootingNodes.stream().map(CompletableFuture::join).toList();
      if (!cluster.isEmpty()) {
        progress.accept("n1 and n2 are up; making a cluster of them");
        new ClusterSetup(cluster, password).run();
        progress.accept("the cluster is online, fencing is enabled");
      }
      bootingBlanks.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      threads.shutdown();
    }
    files.writeHosts(cluster(), blanks());
    progress.accept("the lab is up; its inventory is " + relative(files.inventory()));
  }

  private List<CompletableFuture<Host>> booting(
      List<String> names, Kind kind, String network, ExecutorService threads) {
    return names.stream()
        .map(name -> CompletableFuture.supplyAsync(() -> boot(name, kind, network), threads))
        .toList();
  }

  private Host boot(String name, Kind kind, String network) {
    return containers.boot(
        name,
        checkout.image(files.release().image(kind.image())),
        checkout.state().resolve("key.pub"),
        network,
        kind.units(),
        kind == Kind.VIRTUAL ? this::runsMachines : host -> {});
  }

  /** A way for machines into the network, and the storage of their disks. */
  private void runsMachines(HostConfig host) {
    host.withDevices(new Device("rwm", "/dev/net/tun", "/dev/net/tun"))
        .withBinds(new Bind(files.machines().toString(), new Volume("/machines")));
  }

  /** Boots one more blank host, remoteN with the next N, and puts it into the inventory. */
  public Host addBlank() {
    return add(Kind.BLANK, "a blank host");
  }

  /** Boots one more host of the same names that is a plain Debian, and puts it there as well. */
  public Host addDebian() {
    return add(Kind.DEBIAN, "a plain Debian");
  }

  private Host add(Kind kind, String words) {
    int next =
        1
            + blanks().stream()
                .mapToInt(host -> Integer.parseInt(host.name().substring(6)))
                .max()
                .orElse(0);
    Host host = boot("remote" + next, kind, containers.network());
    files.writeHosts(cluster(), blanks());
    progress.accept(host.name() + " is up, " + words);
    return host;
  }

  /**
   * Makes a virtual machine, for a resource of the cluster to start: one in a lab, with the address
   * 200 of its network.
   */
  public Machine addMachine(String name) {
    Host first = cluster().get(0);
    String address = first.address().replaceFirst("\\d+$", "200");
    first.must("make-machine " + name + " " + address + " " + Machine.FOLDER);
    files.writeHosts(cluster(), blanks());
    progress.accept(name + " is made, a virtual machine");
    return new Machine(name, address, files.sshConfig());
  }

  /**
   * Takes a blank host away again. If it became a remote node it leaves the cluster first, in the
   * way that fences nothing.
   */
  public void remove(Host blank) {
    remove(List.of(blank));
  }

  /** The same of many: they leave the cluster together. */
  public void remove(List<Host> blanks) {
    String cib = cluster().isEmpty() ? "" : cib();
    dismiss(
        blanks.stream()
            .map(Host::name)
            .filter(name -> cib.contains("<primitive id=\"" + name + "\""))
            .toList());
    blanks.forEach(blank -> Containers.remove(blank.container()));
    files.writeHosts(cluster(), blanks());
  }

  /** Has remote nodes leave the cluster together, whatever becomes of their hosts. */
  public void dismiss(List<String> nodes) {
    if (nodes.isEmpty()) {
      return;
    }
    String names = String.join(" ", nodes);
    clusterSays("pcs resource disable " + names + " --wait=300");
    clusterSays(
        "for node in "
            + names
            + "; do cibadmin --delete-all --force"
            + " --xpath \"//primitive[@id='$node'] | //rsc_location[@node='$node']\" || exit; done;"
            + " crm_resource --wait --timeout=300 || exit;"
            + " for node in "
            + names
            + "; do crm_node --force --remove $node || exit; done");
  }

  /** Removes all that belongs to this lab and nothing else; says how many hosts it had. */
  public int down() {
    int hosts = containers.removeAll();
    files.remove();
    if (hosts > 0) {
      progress.accept(hosts + (hosts == 1 ? " host" : " hosts") + " and the network removed");
    }
    return hosts;
  }

  public List<Host> hosts() {
    return containers.hosts();
  }

  public List<Host> cluster() {
    return hosts().stream().filter(host -> host.name().startsWith("n")).toList();
  }

  public List<Host> blanks() {
    return hosts().stream().filter(host -> host.name().startsWith("remote")).toList();
  }

  public Host host(String name) {
    return hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new LabFailed("no host `" + name + "` in this lab"));
  }

  /** The inventory of the whole lab: groups cluster and remotes. */
  public Path inventory() {
    return files.inventory();
  }

  /** Writes an inventory beside the whole one, of the cluster and some of the blank hosts. */
  public Path inventory(String file, String user, Host... remotes) {
    return files.writeInventory(file, user, cluster(), List.of(remotes));
  }

  /** The folder of the lab's files: inventories, group_vars, key, known_hosts, ssh_config. */
  public Path folder() {
    return files.folder();
  }

  /** The password of the cluster nodes' user hacluster. */
  public String haclusterPassword() {
    return files.password();
  }

  /** Runs {@code java -jar engine.jar} from the root of the checkout to its end. */
  public Result engine(String... args) {
    return new EngineRun(checkout, args).toEnd();
  }

  /** Starts the engine and leaves it running. */
  public EngineRun startEngine(String... args) {
    return new EngineRun(checkout, args);
  }

  /** What was fenced, by any node since the boot: "TIME ACTION TARGET" for on, off and reboot. */
  public List<String> fenceCalls() {
    return cluster().stream()
        .flatMap(node -> node.read("/var/log/fence_lab.log").lines())
        .sorted()
        .toList();
  }

  /** What Pacemaker has logged on both cluster nodes. */
  public String clusterLog() {
    return cluster().stream()
        .map(node -> node.read("/var/log/pacemaker/pacemaker.log"))
        .collect(Collectors.joining());
  }

  /** The cluster's configuration, without its status. */
  public String cib() {
    return clusterSays("cibadmin --query --scope configuration");
  }

  /** The cluster's state as crm_mon tells it in XML, inactive resources included. */
  public String crmMon() {
    return clusterSays("crm_mon --output-as=xml -1 -r");
  }

  /** What the first node that can say it says. */
  public String clusterSays(String command) {
    String errors = "";
    for (Host node : cluster()) {
      Result result = node.run(command);
      if (result.ok()) {
        return result.out();
      }
      errors += node.name() + ": " + result.all();
    }
    throw new LabFailed("no cluster node answers: " + command + "\n" + errors);
  }

  private Path relative(Path path) {
    return checkout.root().relativize(path);
  }

  private static String randomPassword() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder("hacluster-");
    for (int i = 0; i < 16; i++) {
      password.append((char) ('a' + random.nextInt(26)));
    }
    return password.toString();
  }
}
