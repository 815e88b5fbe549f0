package dev.skimmer.dragonfly.extract;

import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Compares what was read with what the destination holds, and writes only differences. */
final class Emitter {
  private final Tables tables;
  private final TableId main;
  private final TableId errors;
  private final KnownRows known;
  private final Context context;
  private final long tolerance;
  private final Fingerprinter fingerprinter = new Fingerprinter();

  Emitter(Tables tables, KnownRows known, Context context, long tolerance) {
    this.tables = tables;
    this.main = tables.main().id();
    this.errors = tables.errors().id();
    this.known = known;
    this.context = context;
    this.tolerance = tolerance;
  }

  /** Marks a key that was read, and writes its row where it differs. */
  void read(
      Keys keys,
      int index,
      KeyHash hash,
      ValueType type,
      Elements value,
      FieldTimes times,
      long expiresAt,
      List<Operation> operations) {
    times.settle(value, known.positionOf(hash));
    Fingerprint fingerprint = fingerprint(type, value, times);
    Sighting sighting = known.observe(hash, fingerprint, expiresAt, tolerance);
    if (sighting == Sighting.REPEATED) {
      return;
    }
    if (sighting != Sighting.UNCHANGED) {
      Instant now = context.clock().instant();
      Row row = tables.mainRow(keys.text(index), type, value, times, expiresAt, fingerprint, now);
      operations.add(new Upsert(main, hash, row, sighting == Sighting.CHANGED));
    }
    if (known.quarantinedSince(hash).isPresent()) {
      operations.add(new Delete(errors, hash, keys.text(index)));
    }
  }

  /** Marks a key that exists but could not be read, and writes its entry in the errors table. */
  void unreadable(Keys keys, int index, KeyHash hash, Problem problem, List<Operation> operations) {
    if (!known.observeUnreadable(hash)) {
      return;
    }
    Optional<Instant> since = known.quarantinedSince(hash);
    Instant now = context.clock().instant();
    Row row = tables.errorRow(keys.text(index), problem, since.orElse(now), now);
    operations.add(new Upsert(errors, hash, row, since.isPresent()));
  }

  /** Marks a key whose type is left out by configuration, and removes what it was before. */
  void skipped(Keys keys, int index, KeyHash hash, List<Operation> operations) {
    boolean hadRow = known.kindOf(hash).isPresent();
    if (known.observeUnreadable(hash) && hadRow) {
      operations.add(new Delete(main, hash, keys.text(index)));
    }
  }

  /** Deals with a key that is gone. */
  void absent(Keys keys, int index, KeyHash hash, Absence absence, List<Operation> operations) {
    switch (absence) {
      case VANISHED -> context.metrics().addVanished(1);
      case ROW_GONE -> operations.add(new Delete(main, hash, keys.text(index)));
      case ERROR_GONE -> operations.add(new Delete(errors, hash, keys.text(index)));
    }
  }

  private Fingerprint fingerprint(ValueType type, Elements value, FieldTimes times) {
    fingerprinter.start(type.name());
    type.fingerprint(value, fingerprinter);
    times.fingerprint(value, fingerprinter);
    return fingerprinter.finish();
  }
}
