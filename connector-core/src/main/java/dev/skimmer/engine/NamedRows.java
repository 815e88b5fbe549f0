package dev.skimmer.engine;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One main table of which the keys are read again that the source has named as changed. What they
 * hold is written where it differs, and rows of keys that are gone are removed, as far as so many
 * may go; the others wait for a pass, which decides about all of them.
 */
final class NamedRows extends RereadRows {
  private final Set<String> keys;
  private final Removals removals;
  private final Instant now;
  private final Set<KeyHash> written = new HashSet<>();

  /**
   * Creates it.
   *
   * @param now when the keys are read
   */
  NamedRows(Set<String> keys, Removals removals, Instant now) {
    this.keys = Set.copyOf(keys);
    this.removals = removals;
    this.now = now;
  }

  @Override
  Stream<String> keys() {
    return keys.stream();
  }

  @Override
  boolean isEmpty() {
    return keys.isEmpty();
  }

  @Override
  List<Operation> adapt(List<Operation> operations, KnownTables tables) {
    Set<KeyHash> kept = new HashSet<>();
    for (Operation operation : operations) {
      if (operation instanceof Delete delete
          && delete.table().equals(table().schema().id())
          && !mayGo(delete.key())) {
        kept.add(delete.key());
      } else if (operation instanceof Upsert upsert) {
        written.add(upsert.key());
      }
    }
    return operations.stream()
        .filter(operation -> !(operation instanceof Delete gone && kept.contains(gone.key())))
        .toList();
  }

  /** A key that came and went between two looks has no row to be removed. */
  private boolean mayGo(KeyHash key) {
    return (table().isKnown(key) || written.contains(key)) && removals.take(table());
  }

  @Override
  public boolean holds(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return table().holds(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  /** What falls due by time, such as the verification of a series, is for a pass. */
  @Override
  public Optional<Instant> lastCompletePass() {
    return Optional.of(now);
  }

  /** Entries of keys that are gone wait for a pass. */
  @Override
  public Stream<String> unseenQuarantined() {
    return Stream.empty();
  }
}
