package dev.skimmer.engine;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Sighting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One main table of which only some keys are read again: to a sweep, those that are unseen. */
abstract class RereadRows implements KnownRows {
  private KnownTable table;

  /** Names the table, as the destination holds it now. */
  final void use(KnownTable known) {
    table = known;
  }

  final KnownTable table() {
    return table;
  }

  /** Streams the texts of the keys to read. */
  abstract Stream<String> keys();

  /** Returns whether there is nothing to read. */
  abstract boolean isEmpty();

  /** Returns the operations to write for what was read. */
  abstract List<Operation> adapt(List<Operation> operations, KnownTables tables);

  @Override
  public final void prepare(KeyHash[] keys, int count) {
    table.prepare(keys, count);
  }

  @Override
  public Optional<String> kindOf(KeyHash key) {
    return table.kindOf(key);
  }

  @Override
  public Optional<String> positionOf(KeyHash key) {
    return table.positionOf(key);
  }

  @Override
  public final boolean isSeen(KeyHash key) {
    return table.isSeen(key);
  }

  @Override
  public Optional<Instant> lastCompletePass() {
    return table.lastCompletePass();
  }

  @Override
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return table.observe(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  @Override
  public final boolean observeUnreadable(KeyHash key) {
    return table.observeUnreadable(key);
  }

  @Override
  public final Optional<Instant> quarantinedSince(KeyHash key) {
    return table.quarantinedSince(key);
  }

  @Override
  public final Stream<KnownRow> unseen() {
    return keys().map(KnownRow::named);
  }
}
