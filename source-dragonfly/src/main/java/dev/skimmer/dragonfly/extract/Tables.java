package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tables of a keyspace and the rows in them.
 *
 * @param main one row a key
 * @param timeSeries one row a sample
 * @param stream one row an entry
 * @param errors one row a key that could not be read
 */
public record Tables(
    TableSchema main, TableSchema timeSeries, TableSchema stream, TableSchema errors) {
  private static final long NO_TTL = -1;
  private static final Column FIELD_EXPIRES_AT = Column.of("field_expires_at", ColumnType.TEXT);

  /**
   * Names and shapes the tables.
   *
   * @param fieldExpiries whether the main table has a column for the expiries of hash fields
   */
  public static Tables named(String name, boolean fieldExpiries) {
    TableId main = new TableId(name);
    List<Column> columns = new ArrayList<>(mainColumns());
    if (fieldExpiries) {
      columns.add(FIELD_EXPIRES_AT);
    }
    return new Tables(
        new TableSchema(main, TableRole.MAIN, columns),
        new TableSchema(main.withSuffix("_timeseries"), TableRole.SERIES, sampleColumns()),
        new TableSchema(main.withSuffix("_stream"), TableRole.SERIES, entryColumns()),
        new TableSchema(main.withSuffix("_errors"), TableRole.ERRORS, errorColumns()));
  }

  /** Returns the tables beside the main one, whose names begin with its name. */
  public List<TableSchema> companions() {
    return List.of(timeSeries, stream, errors);
  }

  private static List<Column> mainColumns() {
    return List.of(
        new Column("key", ColumnType.TEXT, ColumnRole.KEY),
        Column.of("value", ColumnType.TEXT),
        new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
        new Column("ttl", ColumnType.INTEGER, ColumnRole.WRITTEN),
        new Column("last_modified", ColumnType.TIMESTAMP, ColumnRole.WRITTEN),
        Column.of("size", ColumnType.INTEGER),
        new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
        Column.of("encoding", ColumnType.TEXT),
        new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT),
        new Column("_position", ColumnType.TEXT, ColumnRole.POSITION));
  }

  private static List<Column> sampleColumns() {
    return List.of(
        new Column("key", ColumnType.TEXT, ColumnRole.KEY),
        new Column("timestamp", ColumnType.TIMESTAMP, ColumnRole.SUBKEY),
        Column.of("value", ColumnType.DOUBLE));
  }

  private static List<Column> entryColumns() {
    return List.of(
        new Column("key", ColumnType.TEXT, ColumnRole.KEY),
        new Column("id", ColumnType.TEXT, ColumnRole.SUBKEY),
        Column.of("fields", ColumnType.TEXT));
  }

  private static List<Column> errorColumns() {
    return List.of(
        new Column("key", ColumnType.TEXT, ColumnRole.KEY),
        new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
        Column.of("code", ColumnType.TEXT),
        Column.of("message", ColumnType.TEXT),
        Column.of("first_seen", ColumnType.TIMESTAMP),
        Column.of("last_seen", ColumnType.TIMESTAMP),
        Column.of("size", ColumnType.INTEGER));
  }

  Row mainRow(
      String key,
      ValueType type,
      Elements value,
      FieldTimes times,
      long expiresAtMillis,
      Fingerprint fingerprint,
      Instant now) {
    return row(
        key,
        new Written(
            type.text(value),
            type.name(),
            type.size(value),
            fingerprint,
            times.position(value),
            times.text(value)),
        expiresAtMillis,
        now);
  }

  /** What a row holds beside key and times; the last three may be null. */
  record Written(
      ValueText text,
      String type,
      long size,
      Fingerprint fingerprint,
      String position,
      String fieldExpiries) {}

  Row row(String key, Written written, long expiresAtMillis, Instant now) {
    boolean expires = expiresAtMillis != KnownRows.NO_EXPIRY;
    long ttl = Math.max(0, Math.floorDiv(expiresAtMillis - now.toEpochMilli(), 1000L));
    Object[] values = {
      key,
      written.text().text(),
      written.type(),
      expires ? ttl : NO_TTL,
      now,
      written.size() == ValueType.UNKNOWN_SIZE ? null : written.size(),
      expires ? Instant.ofEpochMilli(expiresAtMillis) : null,
      written.text().encoding(),
      written.fingerprint(),
      written.position(),
      written.fieldExpiries()
    };
    return Row.of(Arrays.copyOf(values, main.columns().size()));
  }

  Row errorRow(String key, Problem problem, Instant firstSeen, Instant now) {
    return Row.of(
        key,
        problem.kind(),
        problem.code().name(),
        problem.message(),
        firstSeen,
        now,
        problem.size().isPresent() ? problem.size().getAsLong() : null);
  }
}
