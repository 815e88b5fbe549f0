package dev.skimmer.engine;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Writer;
import java.util.Optional;
import java.util.stream.Stream;

/** Stands for a destination that is not there yet: it holds nothing, and nothing can be written. */
final class NoDestination implements Destination.Session {
  @Override
  public void apply(TableSchema schema) {
    throw notThere();
  }

  @Override
  public boolean exists(TableSchema schema) {
    return false;
  }

  @Override
  public Stream<KnownRow> knownRows(TableSchema schema) {
    return Stream.empty();
  }

  @Override
  public Stream<Row> rows(TableSchema schema) {
    return Stream.empty();
  }

  @Override
  public Writer openWriter(String pipeline) {
    throw notThere();
  }

  @Override
  public StateStore stateStore(String pipeline) {
    return new StateStore() {
      @Override
      public Optional<StoredState> load() {
        return Optional.empty();
      }

      @Override
      public void replace(StateChange change) {
        throw notThere();
      }
    };
  }

  @Override
  public void close() {}

  private static IllegalStateException notThere() {
    return new IllegalStateException("A destination that is not there was written");
  }
}
