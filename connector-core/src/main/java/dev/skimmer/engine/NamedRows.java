package dev.skimmer.engine;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One main table of which the keys are read again that the source has named as changed. What they
 * hold is written where it differs, and rows of keys that are gone are removed, as far as so many
 * may go; the others wait for a pass, which decides about all of them.
 */
final class NamedRows extends RereadRows {
  private final Set<String> keys;
  private final DeleteGuard guard;
  private long deletes;

  NamedRows(Set<String> keys, DeleteGuard guard) {
    this.keys = Set.copyOf(keys);
    this.guard = guard;
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
    return operations.stream().filter(this::isWritten).toList();
  }

  /** A key that came and went between two looks has no row to be removed. */
  private boolean isWritten(Operation operation) {
    if (!(operation instanceof Delete delete) || !delete.table().equals(table().schema().id())) {
      return true;
    }
    return table().isKnown(delete.key()) && deletes++ < guard.allowed(table().size());
  }

  @Override
  public boolean holds(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return table().holds(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  /** Entries of keys that are gone wait for a pass. */
  @Override
  public Stream<String> unseenQuarantined() {
    return Stream.empty();
  }
}
