package dev.skimmer.duckdb;

import dev.skimmer.spi.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Reads failures by their message: DuckDB gives no SQLSTATE for most of them. */
final class DuckDbFailures {
  private static final List<String> FULL =
      List.of(
          "no space left on device",
          "disk quota exceeded",
          "file too large",
          "max_temp_directory_size");
  private static final List<String> WRITE_CONFLICT =
      List.of("write-write conflict", "conflict on", "violates primary key", "duplicate key");

  private DuckDbFailures() {}

  static ErrorCode classify(SQLException failure) {
    if (mentions(failure, List.of("could not set lock on file"))) {
      return ErrorCode.PIPELINE_BUSY;
    }
    if (mentions(failure, FULL)) {
      return ErrorCode.DESTINATION_FULL;
    }
    if (mentions(failure, List.of("transactioncontext error: conflict", "write-write conflict"))) {
      return ErrorCode.DESTINATION_UNREACHABLE;
    }
    return ErrorCode.DESTINATION_FAILED;
  }

  static boolean isWriteConflict(SQLException failure) {
    return mentions(failure, WRITE_CONFLICT);
  }

  private static boolean mentions(SQLException failure, List<String> words) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(message::contains);
  }
}
