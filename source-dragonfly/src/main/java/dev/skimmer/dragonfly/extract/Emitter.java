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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares what was read with what the destination holds, and writes only differences. */
final class Emitter {
  private final Tables tables;
  private final TableId main;
  private final TableId errors;
  private final SeriesCopies series;
  private final SeriesRows seriesRows;
  private final KnownRows known;
  private final Context context;
  private final long tolerance;
  private final Fingerprinter fingerprinter = new Fingerprinter();

  Emitter(ReadSettings settings, KnownRows known, Context context, long tolerance) {
    this.tables = settings.tables();
    this.main = tables.main().id();
    this.errors = tables.errors().id();
    this.series = settings.series();
    this.seriesRows = new SeriesRows(tables, known);
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
    if (type instanceof OpaqueType) {
      context.metrics().addUnsupported(1);
    }
    boolean begun = series.end(hash);
    if (begun || sighting != Sighting.UNCHANGED) {
      String text = keys.text(index);
      seriesRows.remove(hash, text, type, begun, operations);
      Row row =
          tables.mainRow(
              text, type, value, times, expiresAt, fingerprint, context.clock().instant());
      operations.add(new Upsert(main, hash, row, begun || sighting == Sighting.CHANGED));
    }
    leaveQuarantine(hash, () -> keys.text(index), operations);
  }

  /** Marks a key that is as its row says, of which nothing else was read. */
  void same(
      Keys keys,
      int index,
      KeyHash hash,
      Fingerprint fingerprint,
      long expiresAt,
      List<Operation> operations) {
    Sighting sighting = known.observe(hash, fingerprint, expiresAt, tolerance);
    if (sighting == Sighting.NEW || sighting == Sighting.CHANGED) {
      throw new IllegalStateException("A row that was compared before differs without a commit");
    }
    leaveQuarantine(hash, () -> keys.text(index), operations);
  }

  /** Writes the row of a series of which more is to come: it has no fingerprint yet. */
  void copying(
      SeriesKey key, ValueType type, Tail tail, long expiresAt, List<Operation> operations) {
    Optional<String> position = tail.position();
    if (position.isPresent()) {
      boolean begun = series.positionOf(key.hash()).isPresent();
      seriesRows.remove(key.hash(), key.text(), type, begun, operations);
      series.advance(key.hash(), position.get());
      operations.add(new Upsert(main, key.hash(), row(key, type, tail, expiresAt, null), true));
    }
  }

  /** Marks a series that is copied, and writes its row where it or its position differs. */
  void copied(
      SeriesKey key, ValueType type, Tail tail, long expiresAt, List<Operation> operations) {
    KeyHash hash = key.hash();
    Fingerprint fingerprint = fingerprint(type, tail.value());
    boolean begun = series.positionOf(hash).isPresent();
    boolean moved = begun || !known.positionOf(hash).equals(tail.position());
    Sighting sighting =
        known.observe(hash, moved ? unlike(fingerprint) : fingerprint, expiresAt, tolerance);
    series.end(hash); // Seen by now, so that whoever waits for the claim does not copy it again.
    if (sighting != Sighting.UNCHANGED) {
      seriesRows.remove(hash, key.text(), type, begun, operations);
      Row row = row(key, type, tail, expiresAt, fingerprint);
      operations.add(new Upsert(main, hash, row, begun || sighting == Sighting.CHANGED));
    }
    leaveQuarantine(hash, key::text, operations);
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
    if (!known.observeUnreadable(hash)) {
      return;
    }
    context.metrics().addUnsupported(1);
    if (hadRow) {
      operations.add(new Delete(main, hash, keys.text(index)));
      seriesRows.removeAll(hash, keys.text(index), series.end(hash), operations);
    }
  }

  /** Deals with a key that is gone. */
  void absent(Keys keys, int index, KeyHash hash, Absence absence, List<Operation> operations) {
    switch (absence) {
      case VANISHED -> context.metrics().addVanished(1);
      case ROW_GONE -> {
        operations.add(new Delete(main, hash, keys.text(index)));
        seriesRows.removeAll(hash, keys.text(index), series.end(hash), operations);
      }
      case ERROR_GONE -> operations.add(new Delete(errors, hash, keys.text(index)));
    }
  }

  private void leaveQuarantine(KeyHash hash, Supplier<String> text, List<Operation> operations) {
    if (known.quarantinedSince(hash).isPresent()) {
      operations.add(new Delete(errors, hash, text.get()));
    }
  }

  private Row row(
      SeriesKey key, ValueType type, Tail tail, long expiresAt, Fingerprint fingerprint) {
    ValueText text = new ValueText(tail.value(), ValueText.UTF8);
    Tables.Written written =
        new Tables.Written(
            text, type.name(), tail.size(), fingerprint, tail.position().orElse(null), null);
    return tables.row(key.text(), written, expiresAt, context.clock().instant());
  }

  private Fingerprint fingerprint(ValueType type, Elements value, FieldTimes times) {
    fingerprinter.start(type.name());
    type.fingerprint(value, fingerprinter);
    times.fingerprint(value, fingerprinter);
    return fingerprinter.finish();
  }

  private Fingerprint fingerprint(ValueType type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    fingerprinter.start(type.name());
    fingerprinter.add(bytes, 0, bytes.length);
    return fingerprinter.finish();
  }

  /** Equals no fingerprint that the index could hold for this row, so that the row is written. */
  private static Fingerprint unlike(Fingerprint fingerprint) {
    return new Fingerprint(~fingerprint.high(), ~fingerprint.low());
  }
}
