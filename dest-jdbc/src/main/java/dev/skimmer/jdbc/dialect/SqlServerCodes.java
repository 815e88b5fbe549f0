package dev.skimmer.jdbc.dialect;

import dev.skimmer.spi.ErrorCode;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** SQL Server's error numbers. */
final class SqlServerCodes {
  private static final Set<Integer> FULL = Set.of(1101, 1105, 9002, 3257);

  /** Deadlock, lock timeout, snapshot conflict, shutdown, and Azure's throttling. */
  private static final Set<Integer> TRANSIENT =
      Set.of(1205, 1222, 3960, 6005, 40197, 40501, 40613, 49918, 49919, 49920);

  private static final Set<Integer> AUTHENTICATION = Set.of(18456, 18470, 18487, 18488, 4060);
  private static final Set<Integer> PERMISSION = Set.of(229, 230, 262, 297, 300, 916);
  private static final Set<Integer> DUPLICATE = Set.of(2601, 2627);

  private SqlServerCodes() {}

  static Optional<ErrorCode> classify(SQLException failure) {
    int code = failure.getErrorCode();
    if (FULL.contains(code)) {
      return Optional.of(ErrorCode.DESTINATION_FULL);
    }
    if (TRANSIENT.contains(code)) {
      return Optional.of(ErrorCode.DESTINATION_UNREACHABLE);
    }
    if (AUTHENTICATION.contains(code)) {
      return Optional.of(ErrorCode.AUTHENTICATION_FAILED);
    }
    return PERMISSION.contains(code) ? Optional.of(ErrorCode.PERMISSION_DENIED) : Optional.empty();
  }

  static boolean isDuplicate(SQLException failure) {
    return DUPLICATE.contains(failure.getErrorCode());
  }
}
