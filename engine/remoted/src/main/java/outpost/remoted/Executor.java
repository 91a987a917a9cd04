package outpost.remoted;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The server's memory: which resources there are, and what recurs on them. Shared by all clients;
 * operations run one at a time on a thread of their own.
 */
final class Executor implements Closeable {

  /** An operation that recurs until it is cancelled. */
  record Repeated(int callId, Element asked, Consumer<Element> listener, Future<?> future) {}

  /** What recurs once. */
  private record Name(String resource, String action, int interval) {
    static Name of(Element asked) {
      return new Name(
          asked.get(Lrmd.RESOURCE_ID).orElse(""),
          asked.get(Lrmd.ACTION).orElse(""),
          asked.number(Lrmd.INTERVAL).orElse(0));
    }
  }

  private final Agents agents;
  private final ScheduledExecutorService runner =
      Executors.newSingleThreadScheduledExecutor(
          work -> RemotedServer.daemon(work, "remoted agents"));
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final Map<String, Boolean> dropped = new LinkedHashMap<>();
  private final Map<Name, Repeated> repeated = new LinkedHashMap<>();

  Executor(Agents agents) {
    this.agents = agents;
  }

  /** One counter for the requests of all clients. */
  int nextCall() {
    return calls.incrementAndGet();
  }

  synchronized void add(Resource resource, boolean dropRecurring) {
    resources.put(resource.id(), resource);
    dropped.put(resource.id(), dropRecurring);
  }

  synchronized void remove(String id) {
    resources.remove(id);
    endRepeating(id);
  }

  synchronized Optional<Resource> resource(String id) {
    return Optional.ofNullable(resources.get(id));
  }

  /** Runs what was asked, now or again and again, and tells the listener each time. */
  synchronized void run(
      int callId,
      Resource resource,
      Element asked,
      boolean changesOnly,
      Consumer<Element> listener) {
    Operation operation = Operation.in(asked);
    if (operation.action().equals("stop")) {
      endRepeating(resource.id());
    }
    Agents.Answer[] last = new Agents.Answer[1];
    Runnable once =
        () -> {
          Agents.Answer answer = agents.run(resource, operation);
          if (!changesOnly || !Objects.equals(last[0], answer)) {
            listener.accept(Notices.result(callId, asked, answer));
          }
          last[0] = answer;
        };
    if (operation.interval().isZero()) {
      runner.execute(once);
      return;
    }
    Future<?> future =
        runner.scheduleAtFixedRate(once, 0, operation.interval().toMillis(), TimeUnit.MILLISECONDS);
    Optional.ofNullable(repeated.put(Name.of(asked), new Repeated(callId, asked, listener, future)))
        .ifPresent(former -> former.future().cancel(false));
  }

  /** Ends what recurs, and tells its listener; false if nothing does. */
  synchronized boolean cancel(Element asked) {
    Repeated ended = repeated.remove(Name.of(asked));
    if (ended == null) {
      return false;
    }
    ended.future().cancel(false);
    ended
        .listener()
        .accept(
            Notices.result(
                ended.callId(),
                ended.asked(),
                new Agents.Answer(0, Result.Status.CANCELLED, "", "")));
    return true;
  }

  /** What recurs on one resource, or on all if none is named. */
  synchronized List<Element> repeated(Optional<String> id) {
    Map<String, Element> byResource = new LinkedHashMap<>();
    repeated.forEach(
        (name, operation) -> {
          if (id.isEmpty() || id.get().equals(name.resource())) {
            Element so =
                byResource.getOrDefault(
                    name.resource(),
                    Element.named(Lrmd.RESOURCE).with(Lrmd.RESOURCE_ID, name.resource()));
            byResource.put(
                name.resource(),
                so.with(
                    Element.named(Lrmd.RESOURCE_OPERATION)
                        .with(Lrmd.ACTION, name.action())
                        .with(Lrmd.INTERVAL, name.interval())
                        .with(Lrmd.TIMEOUT, operation.asked().number(Lrmd.TIMEOUT).orElse(0))));
          }
        });
    return new ArrayList<>(byResource.values());
  }

  /** With the last client what it said should not outlive it ends. */
  synchronized void left(boolean last) {
    if (last) {
      dropped.forEach(
          (id, drops) -> {
            if (drops) {
              endRepeating(id);
            }
          });
    }
  }

  private void endRepeating(String id) {
    repeated
        .entrySet()
        .removeIf(
            each -> {
              boolean ends = each.getKey().resource().equals(id);
              if (ends) {
                each.getValue().future().cancel(false);
              }
              return ends;
            });
  }

  @Override
  public void close() {
    runner.shutdownNow();
  }
}
