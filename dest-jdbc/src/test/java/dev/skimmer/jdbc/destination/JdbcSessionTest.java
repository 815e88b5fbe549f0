package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.config.Secret;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose configuration or whose user is unusual. */
class JdbcSessionTest {
  private static final SmallTable COPY = SmallTable.named("copy");

  @TempDir private Path folder;

  @Test
  void saysThatAUserMayNotReadATable() {
    String schema = PostgresServer.newSchema();
    PostgresServer.execute("CREATE ROLE writer_only LOGIN PASSWORD 'secret'");
    PostgresServer.execute("GRANT USAGE ON SCHEMA %s TO writer_only".formatted(schema));
    try (Destination.Session owner = openPostgres(PostgresServer.USER, schema)) {
      COPY.write(owner, COPY.add("a", "1"));
      PostgresServer.execute("GRANT INSERT ON %s.copy TO writer_only".formatted(schema));
      try (Destination.Session other = openPostgres("writer_only", schema)) {
        ConnectorException failure =
            catchThrowableOfType(ConnectorException.class, () -> COPY.read(other));
        assertThat(failure).isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.PERMISSION_DENIED);
      }
    } finally {
      PostgresServer.dropSchema(schema);
      PostgresServer.execute("DROP ROLE writer_only");
    }
  }

  /** Its driver would take the name and write elsewhere. */
  @Test
  void refusesASchemaWhereSqliteHasNone() {
    String url = "jdbc:sqlite:" + folder.resolve("shop.sqlite");
    assertThatThrownBy(() -> SmallTable.open(withSchema(url, "copies")))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("no schema \"copies\"");
    SmallTable qualified = SmallTable.named("MAIN.copy");
    try (Destination.Session session = SmallTable.open(withSchema(url, "Main"))) {
      qualified.write(session, qualified.add("a", "1"));
      qualified.write(session, qualified.change("a", "2"));
      assertThat(qualified.read(session)).containsExactly("a=2");
    }
  }

  private static JdbcConfig withSchema(String url, String schema) {
    return new JdbcConfig(url, Optional.empty(), Optional.empty(), Optional.of(schema), Map.of());
  }

  private static Destination.Session openPostgres(String user, String schema) {
    return SmallTable.open(
        new JdbcConfig(
            PostgresServer.url(),
            Optional.of(user),
            Optional.of(Secret.of("secret")),
            Optional.of(schema),
            Map.of()));
  }
}
