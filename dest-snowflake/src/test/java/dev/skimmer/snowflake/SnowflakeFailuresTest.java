package dev.skimmer.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.jdbc.SqlFailures;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SnowflakeFailuresTest {
  private final SnowflakeDialect dialect =
      new SnowflakeDialect(new SnowflakeFailures(Configs.emulator(1, "PUBLIC")));

  @Test
  void saysHowToWakeAWarehouse() {
    assertThat(translate("57P03", 606, "No active warehouse selected in the current session."))
        .hasMessageContaining("ALTER WAREHOUSE TEST_WAREHOUSE RESUME")
        .hasMessageContaining("GRANT USAGE ON WAREHOUSE TEST_WAREHOUSE TO ROLE TEST_ROLE")
        .extracting("code")
        .isEqualTo(ErrorCode.DESTINATION_FAILED);
  }

  @Test
  void saysWhichPrivilegesToGrant() {
    assertThat(translate("42501", 3001, "Insufficient privileges to operate on schema 'PUBLIC'"))
        .hasMessageContaining("GRANT USAGE ON DATABASE SKIMMER TO ROLE TEST_ROLE")
        .hasMessageContaining("GRANT CREATE TABLE, CREATE STAGE ON SCHEMA SKIMMER.PUBLIC")
        .extracting("code")
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(translate("42501", 390189, "Role 'TEST_ROLE' ... is not authorized"))
        .hasMessageContaining("GRANT ROLE TEST_ROLE TO USER TESTER");
    assertThat(translate("22000", 90106, "This session does not have a current schema"))
        .hasMessageContaining("CREATE SCHEMA IF NOT EXISTS SKIMMER.PUBLIC");
  }

  @Test
  void tellsAWrongAccountFromAServerThatDoesNotAnswer() {
    SQLException unknown = new SQLException("communication error", "58030", 200015);
    unknown.initCause(new UnknownHostException("acme"));
    assertThat(translate(unknown))
        .hasMessageContaining("Correct account")
        .extracting("code")
        .isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(translate("58030", 200015, "Message: HTTP status=404."))
        .extracting("code")
        .isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(translate("58030", 200015, "Connection refused").category())
        .isEqualTo(ErrorCategory.TRANSIENT);
  }

  @Test
  void tellsAWrongPasswordOrKey() {
    assertThat(translate("08001", 390100, "Incorrect username or password was specified."))
        .hasMessageContaining("private_key_file")
        .extracting("code")
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(translate("08001", 390144, "JWT token is invalid.").code())
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(translate("08001", 390318, "OAuth access token expired.").code())
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
  }

  @Test
  void signsInAnewAfterASessionHasExpiredAndBacksOffFromALock() {
    for (int number : new int[] {390112, 390114, 625}) {
      assertThat(translate("57014", number, "gone").category())
          .as("%d", number)
          .isEqualTo(ErrorCategory.TRANSIENT);
    }
    assertThat(translate("57014", 625, "has locked table"))
        .hasMessageContaining("SYSTEM$ABORT_TRANSACTION");
  }

  @Test
  void doesNotKnowHowACommitEndedWhenTheDriverGaveUp() {
    assertThat(dialect.isConnectionLost(new SQLException("", "58030", 200015))).isTrue();
    assertThat(dialect.isConnectionLost(new SQLException("", "08006", 200002))).isTrue();
    assertThat(dialect.isConnectionLost(new SQLException("", "08001", 390112))).isTrue();
    assertThat(dialect.isConnectionLost(new SQLException("", "57014", 604))).isTrue();
    assertThat(dialect.isConnectionLost(new SQLException("", "22000", 100072))).isFalse();
  }

  private ConnectorException translate(String state, int number, String message) {
    return translate(new SQLException(message, state, number));
  }

  private ConnectorException translate(SQLException failure) {
    return new SqlFailures(dialect, "Snowflake").translate("write rows", failure);
  }
}
