package dev.skimmer.snowflake;

import dev.skimmer.spi.ErrorCode;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Reads failures by Snowflake's error numbers, and knows what to do about the usual ones. */
final class SnowflakeFailures {
  private static final int OBJECT_MISSING = 2003;
  private static final int OPERATION_IMPOSSIBLE = 2043;
  private static final int INSUFFICIENT_PRIVILEGES = 3001;
  private static final int CANCELLED = 604;
  private static final int NO_WAREHOUSE = 606;
  private static final int LOCKED = 625;
  private static final int TIMED_OUT = 630;
  private static final int WAREHOUSE_SUSPENDED = 90073;
  private static final int NO_DATABASE = 90105;
  private static final int NO_SCHEMA = 90106;
  private static final int ROLE_MISSING = 390189;
  private static final int PLACE_MISSING = 390201;

  /** The driver cannot read the private key. */
  private static final int KEY_INVALID = 200_045;

  /** The session or its tokens are gone: a new connection may do. */
  private static final Set<Integer> SESSION_EXPIRED =
      Set.of(390104, 390110, 390111, 390112, 390113, 390114, 390115);

  private final Grants grants;

  SnowflakeFailures(SnowflakeConfig config) {
    this.grants = new Grants(config);
  }

  ErrorCode classify(SQLException failure) {
    int number = failure.getErrorCode();
    if (SESSION_EXPIRED.contains(number) || number == LOCKED || number == CANCELLED) {
      return ErrorCode.DESTINATION_UNREACHABLE;
    }
    if (number == INSUFFICIENT_PRIVILEGES || number == ROLE_MISSING || number == PLACE_MISSING) {
      return ErrorCode.PERMISSION_DENIED;
    }
    if (isSignIn(number) || stateOf(failure).startsWith("28")) {
      return ErrorCode.AUTHENTICATION_FAILED;
    }
    if (isWrongAccount(failure)) {
      return ErrorCode.CONFIG_INVALID;
    }
    return isConnectionLost(failure)
        ? ErrorCode.DESTINATION_UNREACHABLE
        : ErrorCode.DESTINATION_FAILED;
  }

  /**
   * Returns whether nobody knows what became of a statement: the driver failed by itself, or the
   * session ended under it.
   */
  boolean isConnectionLost(SQLException failure) {
    String state = stateOf(failure);
    int number = failure.getErrorCode();
    return state.startsWith("08")
        || state.equals("58030")
        || isDriversOwn(number)
        || SESSION_EXPIRED.contains(number)
        || number == CANCELLED
        || number == TIMED_OUT;
  }

  Optional<String> adviceFor(SQLException failure) {
    int number = failure.getErrorCode();
    return switch (number) {
      case NO_WAREHOUSE, WAREHOUSE_SUSPENDED -> Optional.of(grants.warehouse());
      case INSUFFICIENT_PRIVILEGES, OBJECT_MISSING, OPERATION_IMPOSSIBLE ->
          Optional.of(grants.tables());
      case NO_DATABASE, NO_SCHEMA, PLACE_MISSING -> Optional.of(grants.places());
      case ROLE_MISSING -> Optional.of(grants.role());
      case LOCKED ->
          Optional.of(
              "Another transaction holds a table; a retry may succeed. SHOW TRANSACTIONS IN ACCOUNT"
                  + " lists them, and SELECT SYSTEM$ABORT_TRANSACTION(id) ends one.");
      default -> rareAdviceFor(failure);
    };
  }

  private Optional<String> rareAdviceFor(SQLException failure) {
    if (SESSION_EXPIRED.contains(failure.getErrorCode())) {
      return Optional.of("The session has ended; a retry signs in anew.");
    }
    if (isWrongAccount(failure)) {
      return Optional.of(grants.account());
    }
    return isSignIn(failure.getErrorCode()) ? Optional.of(grants.signIn()) : Optional.empty();
  }

  /** What else the login answers: user, password, key, token, policy. */
  private static boolean isSignIn(int number) {
    boolean answered = number >= 390_100 && number < 390_500 && !SESSION_EXPIRED.contains(number);
    boolean keyPair = number >= 394_300 && number < 394_400;
    return answered || keyPair || number == KEY_INVALID;
  }

  /** The host does not exist, or answers that it has no such account. */
  private static boolean isWrongAccount(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    return isDriversOwn(failure.getErrorCode())
        && (message.contains("HTTP status=403")
            || message.contains("HTTP status=404")
            || failure.getCause() instanceof UnknownHostException);
  }

  private static boolean isDriversOwn(int number) {
    return number >= 200_001 && number < 201_000 && number != KEY_INVALID;
  }

  private static String stateOf(SQLException failure) {
    return String.valueOf(failure.getSQLState());
  }
}
