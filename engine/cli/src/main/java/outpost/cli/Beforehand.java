package outpost.cli;

import java.util.Optional;
import java.util.function.Supplier;
import outpost.core.connect.Connections;
import outpost.core.run.EarlyConnections;
import outpost.core.run.HostAccess;

/** Connections for the programs of a run; those of the first one may be begun while it is read. */
final class Beforehand implements Supplier<Connections>, AutoCloseable {
  private final Surroundings around;
  private Optional<EarlyConnections> begun = Optional.empty();

  Beforehand(Surroundings around) {
    this.around = around;
  }

  /** Begins to connect as soon as it is known where to, if no password is to be asked for. */
  void begin(Reading reading, Optional<HostAccess.Defaults> access, Options.Work work) {
    begun =
        access.map(known -> new EarlyConnections(around.connections().get(), known, work.forks));
    begun.ifPresent(early -> reading.begins(early::begin));
  }

  @Override
  public Connections get() {
    Optional<EarlyConnections> early = begun;
    begun = Optional.empty();
    return early.<Connections>map(one -> one).orElseGet(around.connections());
  }

  @Override
  public void close() {
    begun.ifPresent(EarlyConnections::close);
  }
}
