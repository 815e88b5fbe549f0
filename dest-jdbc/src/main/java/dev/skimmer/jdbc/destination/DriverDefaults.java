package dev.skimmer.jdbc.destination;

import java.util.Map;
import java.util.regex.Pattern;

/** Properties that a driver gets unless the configuration says otherwise. */
final class DriverDefaults {
  /** The time that a statement of SQLite waits for another writer. */
  private static final String BUSY_TIMEOUT_MILLIS = "10000";

  private static final Map<String, Map<String, String>> BY_PREFIX =
      Map.of(
          "jdbc:postgresql:",
          Map.of(
              "reWriteBatchedInserts",
              "true",
              "ApplicationName",
              "skimmer",
              "tcpKeepAlive",
              "true"),
          "jdbc:mariadb:",
          Map.of("rewriteBatchedStatements", "true", "tcpKeepAlive", "true"),
          "jdbc:mysql:",
          // Without a cursor, this driver reads a whole table into memory, whatever the fetch size.
          Map.of(
              "rewriteBatchedStatements", "true", "tcpKeepAlive", "true", "useCursorFetch", "true"),
          "jdbc:sqlite:",
          // With a write-ahead log, readers and the writer do not block each other.
          Map.of("journal_mode", "WAL", "busy_timeout", BUSY_TIMEOUT_MILLIS),
          "jdbc:sqlserver:",
          Map.of("applicationName", "skimmer"));

  /** An H2 database that is a file of this process. */
  private static final Pattern H2_FILE =
      Pattern.compile("jdbc:h2:(?!tcp:|ssl:|mem:)(?!.*;WRITE_DELAY=).*", Pattern.CASE_INSENSITIVE);

  /**
   * By default H2 writes to its file every half a second, transactions in progress included. One
   * that a crash had left there was seen to make the next run wait for a transaction without end.
   */
  private static final Map<String, String> WRITE_AT_COMMIT = Map.of("WRITE_DELAY", "0");

  private DriverDefaults() {}

  static Map<String, String> of(String url) {
    if (H2_FILE.matcher(url).matches()) {
      return WRITE_AT_COMMIT;
    }
    return BY_PREFIX.entrySet().stream()
        .filter(entry -> url.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Map.of());
  }
}
