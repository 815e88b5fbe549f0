package dev.skimmer.keyspace;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;

/**
 * A database that a sync has written, as its driver alone reads it.
 *
 * @param url for the driver
 * @param properties for the driver
 * @param times how the driver tells a time
 */
public record SyncedDatabase(String url, Map<String, String> properties, Times times) {
  /** Returns a DuckDB file. */
  public static SyncedDatabase duckDb(Path file) {
    return new SyncedDatabase("jdbc:duckdb:" + file, Map.of(), SyncedDatabase::localTime);
  }

  /** Returns a PostgreSQL database. */
  public static SyncedDatabase postgres(String url, Map<String, String> properties) {
    return new SyncedDatabase(url, properties, SyncedDatabase::offsetTime);
  }

  /** Returns a schema of Snowflake, which the properties name. */
  public static SyncedDatabase snowflake(String url, Map<String, String> properties) {
    return new SyncedDatabase(url, properties, SyncedDatabase::calendarTime);
  }

  /** Reads a column of the current row as milliseconds since 1970 UTC, 0 for null. */
  @FunctionalInterface
  public interface Times {
    /** Reads one column. */
    long millis(ResultSet row, int position) throws SQLException;
  }

  Connection connect() throws SQLException {
    Properties copy = new Properties();
    copy.putAll(properties);
    return DriverManager.getConnection(url, copy);
  }

  private static long localTime(ResultSet row, int position) throws SQLException {
    LocalDateTime time = row.getObject(position, LocalDateTime.class);
    return time == null ? 0 : time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static long offsetTime(ResultSet row, int position) throws SQLException {
    OffsetDateTime time = row.getObject(position, OffsetDateTime.class);
    return time == null ? 0 : time.toInstant().toEpochMilli();
  }

  private static long calendarTime(ResultSet row, int position) throws SQLException {
    Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    Timestamp time = row.getTimestamp(position, utc);
    return time == null ? 0 : time.getTime();
  }
}
