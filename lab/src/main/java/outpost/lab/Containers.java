package outpost.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.RestartPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** Makes, finds and removes the containers and the network of one lab, known by a label. */
final class Containers {
  private static final String LAB = "outpost.lab";
  private static final String HOST = "outpost.lab.host";

  private final String lab;

  Containers(String lab) {
    this.lab = lab;
  }

  static DockerClient docker() {
    try {
      return DockerClientFactory.instance().client();
    } catch (IllegalStateException e) {
      throw new LabFailed("the Docker engine does not answer: run lab/setup");
    }
  }

  /** The network, made if it is not there yet. */
  String network() {
    return networks().stream()
        .findFirst()
        .map(Network::getId)
        .orElseGet(
            () ->
                docker()
                    .createNetworkCmd()
                    .withName(lab)
                    .withLabels(Map.of(LAB, lab))
                    .exec()
                    .getId());
  }

  private List<Network> networks() {
    // the API's own filter takes a name or an id only
    return docker().listNetworksCmd().exec().stream()
        .filter(network -> network.getLabels() != null && lab.equals(network.getLabels().get(LAB)))
        .toList();
  }

  /**
   * Boots one host and returns when {@code units} are active. The container outlives this JVM (that
   * is what reuse means to Testcontainers) until {@link #removeAll()}.
   *
   * @param also sets what this host needs beside what all need
   */
  Host boot(
      String name,
      String image,
      Path publicKey,
      String network,
      List<String> units,
      Consumer<HostConfig> also) {
    boolean reusable = "true".equals(System.getenv("TESTCONTAINERS_REUSE_ENABLE"));
    if (!reusable) {
      throw new LabFailed("TESTCONTAINERS_REUSE_ENABLE=true is not set: use the lab's scripts");
    }
    @SuppressWarnings("resource") // it is to stay
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withImagePullPolicy(wanted -> false)
            .withReuse(true)
            .withLabels(Map.of(LAB, lab, HOST, name))
            .withCopyFileToContainer(
                MountableFile.forHostPath(publicKey, 0100644), "/etc/ssh/lab_keys")
            // on cgroup v1 systemd 256 and later refuse to boot, unless they are told to
            .withCommand("/sbin/init", "SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1")
            .withTmpFs(Map.of("/run", "", "/run/lock", "", "/tmp", ""))
            .withSharedMemorySize(256L << 20)
            .withCreateContainerCmdModifier(
                create -> {
                  // systemd in a container: these two capabilities and, on cgroup v1, its own
                  // cgroup namespace; --privileged is not to be had everywhere
                  HostConfig host = create.getHostConfig();
                  host.withCapAdd(Capability.SYS_ADMIN, Capability.NET_ADMIN)
                      .withCgroupnsMode("private")
                      .withNetworkMode(network)
                      .withRestartPolicy(RestartPolicy.unlessStoppedRestart());
                  also.accept(host);
                  create.withName(lab + "-" + name).withHostName(name).withAliases(name);
                })
            .waitingFor(
                Wait.forSuccessfulCommand("systemctl is-active -q " + String.join(" ", units))
                    .withStartupTimeout(Duration.ofSeconds(120)));
    container.start();
    return hosts().stream().filter(host -> host.name().equals(name)).findFirst().orElseThrow();
  }

  /** All hosts of the lab that are there, running or not, n1 before n2 before n10. */
  List<Host> hosts() {
    return containers().stream()
        .map(
            container ->
                new Host(container.getLabels().get(HOST), address(container), container.getId()))
        .sorted(Comparator.comparing((Host host) -> host.name().length()).thenComparing(Host::name))
        .toList();
  }

  private static String address(Container container) {
    return container.getNetworkSettings().getNetworks().values().stream()
        .map(ContainerNetwork::getIpAddress)
        .filter(address -> address != null && !address.isEmpty())
        .findFirst()
        .orElse("");
  }

  private List<Container> containers() {
    return docker().listContainersCmd().withShowAll(true).withLabelFilter(Map.of(LAB, lab)).exec();
  }

  /** The labels of all labs on this machine, of any checkout. */
  static List<String> labs() {
    return docker()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(LAB))
        .exec()
        .stream()
        .map(container -> container.getLabels().get(LAB))
        .distinct()
        .toList();
  }

  /** Removes what carries this lab's label, and only that; says how much it was. */
  int removeAll() {
    List<Container> containers = containers();
    containers.parallelStream().forEach(container -> remove(container.getId()));
    networks().forEach(network -> docker().removeNetworkCmd(network.getId()).exec());
    return containers.size();
  }

  static void remove(String container) {
    docker().removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
  }
}
