package dev.skimmer.jdbc.dialect;

import dev.skimmer.jdbc.KeyedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * CockroachDB, behind PostgreSQL's driver. Its text compares bytewise without a collation, and a
 * text with one would be of another type. Any statement and any commit may fail with SQLSTATE 40001
 * because of somebody else's transaction, and is to be tried again.
 */
final class CockroachDialect extends PostgresDialect {
  private static final String DUPLICATE = "23505";

  @Override
  public String product() {
    return "CockroachDB";
  }

  /** Its transactions that stand still make way for others by themselves. */
  @Override
  public void prepare(Connection connection) {}

  @Override
  public String keyTextType() {
    return "text";
  }

  /** Its COPY is not PostgreSQL's in every respect, and nobody has tried it. */
  @Override
  public Optional<String> copy(KeyedTable table) {
    return Optional.empty();
  }

  /** Not 40001, which tells nothing about the row that was written. */
  @Override
  public boolean isWriteConflict(SQLException failure) {
    return DUPLICATE.equals(failure.getSQLState());
  }
}
