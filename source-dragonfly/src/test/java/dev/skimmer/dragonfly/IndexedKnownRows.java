package dev.skimmer.dragonfly;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The engine's index behind the view of a reader, without a destination; for the benchmark. */
record IndexedKnownRows(ChangeIndex index) implements KnownRows {
  void commit(List<Operation> operations) {
    for (Operation operation : operations) {
      if (operation instanceof Upsert upsert) {
        Instant expiry = (Instant) upsert.row().value(6);
        index.put(
            upsert.key(),
            (Fingerprint) upsert.row().value(8),
            (String) upsert.row().value(2),
            expiry == null ? NO_EXPIRY : expiry.toEpochMilli(),
            Optional.empty());
      }
    }
  }

  @Override
  public Optional<String> kindOf(KeyHash key) {
    return index.kindOf(key);
  }

  @Override
  public Optional<String> positionOf(KeyHash key) {
    return index.positionOf(key);
  }

  @Override
  public boolean isSeen(KeyHash key) {
    return index.isSeen(key);
  }

  @Override
  public Optional<Instant> lastCompletePass() {
    return Optional.empty();
  }

  @Override
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return index.observe(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  @Override
  public boolean observeUnreadable(KeyHash key) {
    return index.markSeen(key);
  }

  @Override
  public Optional<Instant> quarantinedSince(KeyHash key) {
    return Optional.empty();
  }

  @Override
  public Stream<KnownRow> unseen() {
    return Stream.empty();
  }

  @Override
  public Stream<String> unseenQuarantined() {
    return Stream.empty();
  }
}
