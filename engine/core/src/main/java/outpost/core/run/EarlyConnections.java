package outpost.core.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import outpost.core.connect.Connection;
import outpost.core.connect.Connections;
import outpost.core.connect.HostUnreachable;
import outpost.core.connect.Login;
import outpost.core.language.Keyword;
import outpost.core.program.BoundPlay;
import outpost.core.program.Group;
import outpost.core.program.Part;
import outpost.core.program.RolePart;
import outpost.core.program.Stage;
import outpost.core.program.Step;
import outpost.core.program.Use;
import outpost.core.program.Variables;
import outpost.core.schedule.Batches;
import outpost.core.template.Scope;

/**
 * Opens connections while the program is still being checked: to the hosts that it begins with,
 * where its first task is one for a module on each of them. Nothing is sent on them before it runs.
 * Safe for use by several threads.
 */
public final class EarlyConnections implements Connections {
  private final Connections connections;
  private final HostAccess.Defaults defaults;
  private final int most;
  private final Map<Login, CompletableFuture<Connection>> opening = new ConcurrentHashMap<>();
  private CompletableFuture<Void> begun = CompletableFuture.completedFuture(null);

  /**
   * @param most how many are opened before their time
   */
  public EarlyConnections(Connections connections, HostAccess.Defaults defaults, int most) {
    this.connections = connections;
    this.defaults = defaults;
    this.most = most;
  }

  /** Begins to open, once, what the first batch of a play is going to need. */
  public synchronized void begin(BoundPlay play, Variables variables) {
    Optional<Step> first = first(play.sections().stream().flatMap(List::stream));
    if (first.isEmpty() || !play.varsFiles().isEmpty()) return;
    Stage stage = new Stage(play.vars(), host -> List.of(), play.exported(), Map.of());
    List<String> hosts = Batches.of(play.hosts(), play.serial()).get(0);
    begun =
        CompletableFuture.runAsync(
            () ->
                hosts.stream()
                    .limit(most)
                    .forEach(host -> begin(host, stage, first.get(), variables)),
            EarlyConnections::apart);
  }

  /** Returns the first step, if it is one that every host is asked something for. */
  private static Optional<Step> first(Stream<Part> parts) {
    return parts
        .flatMap(EarlyConnections::steps)
        .dropWhile(step -> step.use() instanceof Use.Debug)
        .findFirst()
        .filter(step -> step.use() instanceof Use.OfModule)
        .filter(step -> step.when().isEmpty() && step.loop().isEmpty())
        .filter(step -> !step.settings().says(Keyword.DELEGATE_TO))
        .filter(step -> !step.settings().says(Keyword.RUN_ONCE));
  }

  private static Stream<Step> steps(Part part) {
    if (part instanceof Step step) return Stream.of(step);
    List<Part> parts = part instanceof Group group ? group.body() : ((RolePart) part).parts();
    return parts.stream().flatMap(EarlyConnections::steps);
  }

  private void begin(String host, Stage stage, Step step, Variables variables) {
    try {
      Optional<Login> login =
          StepTargets.beforehand(host, step.settings(), scope(host, stage, step, variables))
              .map(access -> access.login(defaults))
              .filter(one -> !one.local());
      if (login.isEmpty()) return;
      opening.computeIfAbsent(
          login.get(),
          one ->
              CompletableFuture.supplyAsync(() -> connections.open(one), EarlyConnections::apart));
    } catch (RuntimeException e) {
      // it is told when the host is due
    }
  }

  private static Scope scope(String host, Stage stage, Step step, Variables variables) {
    return variables.scope(
        host, stage, Optional.of(step), Map.of(), Map.of(), other -> Variables.Live.NONE);
  }

  private static void apart(Runnable work) {
    Thread thread = new Thread(work, "early");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Connection open(Login login) {
    awaitBeginning();
    CompletableFuture<Connection> early = opening.remove(login);
    if (early == null) return connections.open(login);
    try {
      return early.get();
    } catch (InterruptedException e) {
      early.thenAccept(Connection::close);
      Thread.currentThread().interrupt();
      throw new HostUnreachable("the run was interrupted before it was connected", "run it again");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException why) throw why;
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits until it is clear which connections are being opened. */
  private synchronized void awaitBeginning() {
    begun.exceptionally(e -> null).join();
  }

  @Override
  public void close() {
    awaitBeginning();
    opening.values().forEach(early -> early.thenAccept(Connection::close));
    connections.close();
  }
}
