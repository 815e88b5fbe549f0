package dev.skimmer.jdbc.dialect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.jdbc.SqlDialect;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/** Tells databases apart. */
public final class Dialects {
  private static final String POSTGRES = "PostgreSQL";

  private Dialects() {}

  /**
   * Returns the dialect of a database by what its driver calls it.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} when we do not know it, or it is too old
   */
  public static SqlDialect of(DatabaseMetaData product) throws SQLException {
    String name = product.getDatabaseProductName();
    String version = versionOf(product);
    SqlDialect dialect =
        byName(name, version)
            .orElseThrow(
                () ->
                    new ConnectorException(
                        CONFIG_INVALID,
                        "Cannot write to %s: there is no dialect for it. There are dialects for PostgreSQL, CockroachDB, MySQL, MariaDB, H2, SQLite, Microsoft SQL Server and Oracle."
                            .formatted(Printable.quoted(name))));
    if (product.getDatabaseMajorVersion() < dialect.oldestVersion()) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "Cannot write to %s %s: it is older than %d. Use a newer server."
              .formatted(dialect.product(), Printable.brief(version), dialect.oldestVersion()));
    }
    return dialect;
  }

  /** Returns the dialect whose error codes a driver most likely uses when it cannot connect. */
  public static SqlDialect guess(String url) {
    if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
      return new MySqlDialect(MySqlFamily.MARIADB);
    }
    if (url.startsWith("jdbc:h2:")) {
      return new H2Dialect();
    }
    if (url.startsWith("jdbc:sqlite:")) {
      return new SqliteDialect();
    }
    if (url.startsWith("jdbc:sqlserver:")) {
      return new SqlServerDialect();
    }
    if (url.startsWith("jdbc:oracle:")) {
      return new OracleDialect();
    }
    // Its codes are those of the SQL standard.
    return new PostgresDialect();
  }

  /** PostgreSQL's driver gives every server its own name; the server tells what it is. */
  private static String versionOf(DatabaseMetaData product) throws SQLException {
    if (!product.getDatabaseProductName().equals(POSTGRES)) {
      return product.getDatabaseProductVersion();
    }
    try (Statement statement = product.getConnection().createStatement();
        ResultSet version = statement.executeQuery("SELECT version()")) {
      return version.next() ? version.getString(1) : product.getDatabaseProductVersion();
    }
  }

  static Optional<SqlDialect> byName(String name, String version) {
    return Optional.ofNullable(
        switch (name) {
          case POSTGRES ->
              version.contains("CockroachDB") ? new CockroachDialect() : new PostgresDialect();
          case "MariaDB" -> new MySqlDialect(MySqlFamily.MARIADB);
          // Oracle's driver calls MariaDB so, too.
          case "MySQL" ->
              new MySqlDialect(
                  version.toLowerCase(Locale.ROOT).contains("mariadb")
                      ? MySqlFamily.MARIADB
                      : MySqlFamily.MYSQL);
          case "H2" -> new H2Dialect();
          case "SQLite" -> new SqliteDialect();
          case "Microsoft SQL Server" -> new SqlServerDialect();
          case "Oracle" -> new OracleDialect();
          default -> null;
        });
  }
}
