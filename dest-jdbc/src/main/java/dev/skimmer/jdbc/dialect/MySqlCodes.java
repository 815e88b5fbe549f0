package dev.skimmer.jdbc.dialect;

import dev.skimmer.spi.ErrorCode;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** MySQL's error numbers; many failures share the SQLSTATE HY000. */
final class MySqlCodes {
  /** Disk full, table full, no space for a temporary file. */
  private static final Set<Integer> FULL = Set.of(1021, 1114, 1041);

  /** Lock wait timeout, deadlock, too many connections, server shutting down, query interrupted. */
  private static final Set<Integer> TRANSIENT = Set.of(1205, 1213, 1040, 1203, 1053, 1317);

  /** Connection killed, idle too long, server gone, lost during a query. */
  private static final Set<Integer> LOST = Set.of(1927, 4031, 2006, 2013, 1053);

  private static final Set<Integer> AUTHENTICATION = Set.of(1045, 1698, 1862);

  /** Database, command, column, privilege and table denied. */
  private static final Set<Integer> PERMISSION = Set.of(1044, 1142, 1143, 1227, 1370);

  /** Larger than max_allowed_packet, which no retry makes smaller; read-only server. */
  private static final Set<Integer> FAILED = Set.of(1153, 1290, 1836);

  private MySqlCodes() {}

  static Optional<ErrorCode> classify(SQLException failure) {
    int code = failure.getErrorCode();
    if (FULL.contains(code)) {
      return Optional.of(ErrorCode.DESTINATION_FULL);
    }
    if (AUTHENTICATION.contains(code)) {
      return Optional.of(ErrorCode.AUTHENTICATION_FAILED);
    }
    if (PERMISSION.contains(code)) {
      return Optional.of(ErrorCode.PERMISSION_DENIED);
    }
    if (FAILED.contains(code)) {
      return Optional.of(ErrorCode.DESTINATION_FAILED);
    }
    return TRANSIENT.contains(code) || LOST.contains(code)
        ? Optional.of(ErrorCode.DESTINATION_UNREACHABLE)
        : Optional.empty();
  }

  static boolean isConnectionLost(SQLException failure) {
    return LOST.contains(failure.getErrorCode());
  }
}
