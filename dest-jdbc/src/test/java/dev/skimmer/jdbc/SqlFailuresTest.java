package dev.skimmer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;

class SqlFailuresTest {
  private final SqlFailures failures = new SqlFailures(new StandardDialect(), "database shop");

  @Test
  void readsTheClassOfTheSqlState() {
    assertThat(codeOf("08006")).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE);
    assertThat(codeOf("40001")).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE);
    assertThat(codeOf("40P01")).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE);
    assertThat(codeOf("57P01")).isEqualTo(ErrorCode.DESTINATION_UNREACHABLE);
    assertThat(codeOf("53100")).isEqualTo(ErrorCode.DESTINATION_FULL);
    assertThat(codeOf("42601")).isEqualTo(ErrorCode.DESTINATION_FAILED);
    assertThat(codeOf(null)).isEqualTo(ErrorCode.DESTINATION_FAILED);
  }

  @Test
  void knowsTransientFailuresByTheirClass() {
    assertThat(failures.translate("write", new SQLTransientConnectionException("x")).code())
        .isEqualTo(ErrorCode.DESTINATION_UNREACHABLE);
  }

  @Test
  void doesNotKnowHowACommitEndedWhoseConnectionBroke() {
    assertThat(failures.translateCommit(new SQLException("reset", "08006")).code())
        .isEqualTo(ErrorCode.COMMIT_UNKNOWN);
    assertThat(failures.translateCommit(new SQLException("deadlock", "40P01")).code())
        .isEqualTo(ErrorCode.DESTINATION_UNREACHABLE);
  }

  @Test
  void saysWhatFailedOnWhatAndWhatToDo() {
    ConnectorException failure =
        failures.translate(
            "write rows", new ConnectionException(new SQLException("no\nroute", "08001")));
    assertThat(failure).hasMessageStartingWith("Cannot write rows in database shop: no route.");
    assertThat(failure).hasMessageContaining("Check that it runs").hasNoSuppressedExceptions();
  }

  @Test
  void endsTheSentenceOfADriverOnce() {
    assertThat(failures.translate("write", new SQLException("Connection refused.", "08001")))
        .hasMessageContaining(": Connection refused. Check");
  }

  @Test
  void keepsAnExceptionThatIsAlreadyOurs() {
    ConnectorException own = new ConnectorException(ErrorCode.STATE_CONFLICT, "x");
    assertThat(failures.translate("write", own)).isSameAs(own);
  }

  @Test
  void callsEverythingElseABug() {
    assertThat(failures.translate("write", new IllegalStateException()).code())
        .isEqualTo(ErrorCode.BUG);
  }

  private ErrorCode codeOf(String state) {
    return failures.translate("write", new SQLException("x", state)).code();
  }
}
