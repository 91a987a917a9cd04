package outpost.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import outpost.api.Problem;
import outpost.remoted.Endpoint;
import outpost.remoted.RemotedServer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stands in for nodes. */
@Command(
    name = "serve",
    header = "Stands in for a node, or for many: a pacemaker_remote for tests.",
    description = {
      "",
      "A cluster takes it for a node, and its agents are of one kind: `Dummy`, which remembers"
          + " whether it was started. It runs until it is interrupted, and then tells how many"
          + " clients it had. It can be told to misbehave as real daemons do.",
    },
    customSynopsis = Commands.PROGRAM + " remoted serve [OPTION]...",
    synopsisHeading = "%nUsage: ",
    sortOptions = false,
    usageHelpWidth = 96,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:it was interrupted",
      "64:wrong usage of this command line",
      "65:there is no such key, or it cannot listen there",
      "70:a bug of ours",
    })
final class RemotedServe implements outpost.cli.Command {
  @ArgGroup(validate = false, heading = "%nWhere:%n", order = 1)
  private Where where = new Where();

  @ArgGroup(
      validate = false,
      heading = "%nWith which key, read anew at each handshake, or certificates:%n",
      order = 2)
  private RemotedOptions.Keys keys = new RemotedOptions.Keys();

  @ArgGroup(validate = false, heading = "%nHow it misbehaves:%n", order = 3)
  private Misbehaving misbehaving = new Misbehaving();

  @ArgGroup(validate = false, heading = "%nWhat is told:%n", order = 8)
  private RemotedOptions.Telling telling = new RemotedOptions.Telling();

  @ArgGroup(validate = false, heading = "%nHelp:%n", order = 9)
  private Options.Helping helping = new Options.Helping();

  private static final class Where {
    @Option(
        names = "--address",
        paramLabel = "ADDRESS",
        description = "Listen there (default: 127.0.0.1, this machine alone).")
    String address = "127.0.0.1";

    @Option(
        names = "--port",
        paramLabel = "PORT",
        description = "Listen on this port (default: 3121); 0 for any that is free.")
    int port = Endpoint.DEFAULT_PORT;

    @Option(
        names = "--nodes",
        paramLabel = "N",
        description = "Stand in for so many nodes (default: 1), on ports one after the other.")
    int nodes = 1;
  }

  private static final class Misbehaving {
    @Option(
        names = "--fault",
        paramLabel = "FAULT",
        converter = Choices.Faults.class,
        description =
            "no-tls13, no-register-reply, version-refused, registration-refused,"
                + " registers-otherwise, operations-unknown, frozen, unescaped, notifies-first,"
                + " chatters, one-record, dies, leaves, oversized, bad-magic, no-xml, other-xml."
                + " Repeatable; docs/remoted.md says what they are.")
    List<RemotedServer.Fault> faults = new ArrayList<>();
  }

  @Override
  public Optional<Problem> wrong(Surroundings around) {
    int last = where.port == 0 ? 0 : where.port + where.nodes - 1;
    if (where.port < 0 || last > 65535) {
      return Optional.of(
          Problem.of(
              "wrong-usage",
              "there are no " + Text.count(where.nodes, "port") + " from `" + where.port + "` on",
              "ports are 1 to 65535"));
    }
    return Usage.tooSmall("--nodes", where.nodes)
        .or(() -> keys.missing(RemotedOptions.AUTHKEY))
        .or(this::faultOfKeys);
  }

  private Optional<Problem> faultOfKeys() {
    boolean tls12 = misbehaving.faults.contains(RemotedServer.Fault.NO_TLS13);
    if (!tls12 || !keys.certificates()) return Optional.empty();
    return Optional.of(
        Problem.of("wrong-usage", "`--fault no-tls13` goes with an authkey only", "leave it out"));
  }

  @Override
  public int run(Surroundings around) {
    RemotedKeys files = new RemotedKeys(around);
    Optional<Node> node = node(files, around);
    if (files.tell()) return Exit.WRONG_INPUT;
    CountDownLatch asked = new CountDownLatch(1);
    around.onInterrupt().accept(asked::countDown);
    List<RemotedServer> servers = new ArrayList<>();
    try {
      for (int i = 0; i < where.nodes; i++) {
        servers.add(listen(i, node.orElseThrow()));
      }
    } catch (IOException e) {
      files
          .problems()
          .error(
              "cannot-listen",
              "port %d of `%s` cannot be listened on: %s"
                  .formatted(where.port + servers.size(), where.address, Text.line(why(e))));
    }
    if (files.tell()) return closed(servers, Exit.WRONG_INPUT);
    servers.forEach(server -> listening(server.endpoint(), around));
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    served(servers, around);
    return closed(servers, Exit.OK);
  }

  /** What a stand-in has that a node would have. */
  private interface Node {
    RemotedServer listen(InetSocketAddress at, RemotedServer.Fault... faults) throws IOException;
  }

  private Optional<Node> node(RemotedKeys files, Surroundings around) {
    if (keys.certificates()) {
      return files
          .certificates(keys)
          .map(
              certificates ->
                  (at, faults) ->
                      RemotedServer.listen(at, certificates, RemotedServer.dummies(), faults));
    }
    return files
        .authkey(keys.authkey.orElseThrow())
        .map(
            key ->
                (at, faults) ->
                    RemotedServer.listen(
                        at, () -> key(around, key), RemotedServer.dummies(), faults));
  }

  private RemotedServer listen(int number, Node node) throws IOException {
    InetAddress address = InetAddress.getByName(where.address);
    int port = where.port == 0 ? 0 : where.port + number;
    return node.listen(
        new InetSocketAddress(address, port),
        misbehaving.faults.toArray(RemotedServer.Fault[]::new));
  }

  /** A key file that has gone counts as none, as it does to the daemon. */
  private Optional<byte[]> key(Surroundings around, byte[] first) {
    String name = keys.authkey.orElseThrow();
    if (name.equals("-")) return Optional.of(first.clone());
    try {
      Path file = Passwords.path(around, name);
      return Optional.of(Files.readAllBytes(file)).filter(bytes -> bytes.length > 0);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String why(IOException failure) {
    return failure instanceof UnknownHostException
        ? "there is no such address"
        : String.valueOf(failure.getMessage());
  }

  private void listening(Endpoint at, Surroundings around) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("address", at.host());
    keys.put("port", at.port());
    say("listening", keys, "listening on " + at, around);
  }

  private void served(List<RemotedServer> servers, Surroundings around) {
    int complete = servers.stream().mapToInt(RemotedServer::handshakes).sum();
    int failed = servers.stream().mapToInt(RemotedServer::failedHandshakes).sum();
    int announced = servers.stream().mapToInt(RemotedServer::announced).sum();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("handshakes", complete);
    keys.put("failed_handshakes", failed);
    keys.put("announced", announced);
    String text =
        "%s complete, %d failed; %s of a new client"
            .formatted(Text.count(complete, "handshake"), failed, Text.count(announced, "notice"));
    say("served", keys, text, around);
  }

  private void say(String event, Map<String, Object> keys, String text, Surroundings around) {
    switch (telling.output) {
      case HUMAN -> around.out().println(text);
      case JSONL -> new RemotedTeller(around, telling.output).json(event, keys);
    }
    around.out().flush();
  }

  private static int closed(List<RemotedServer> servers, int status) {
    for (RemotedServer server : servers) {
      try {
        server.close();
      } catch (IOException e) {
        // it ends in any case
      }
    }
    return status;
  }
}
