package dev.skimmer.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Runs a {@code COPY ... FROM STDIN} through the public methods of PostgreSQL's driver. By
 * reflection, because a driver may be missing, or come from a class loader of its own.
 */
final class CopyIn {
  private final Object manager;
  private final Method copy;

  private CopyIn(Object manager, Method copy) {
    this.manager = manager;
    this.copy = copy;
  }

  /** Returns it, or nothing where the connection is of another driver. */
  static Optional<CopyIn> of(Connection connection) {
    try {
      Object manager = connection.getClass().getMethod("getCopyAPI").invoke(connection);
      Method copy = manager.getClass().getMethod("copyIn", String.class, InputStream.class);
      return Optional.of(new CopyIn(manager, copy));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Sends rows, or throws what the driver throws. */
  void run(String sql, InputStream rows) throws SQLException {
    try {
      copy.invoke(manager, sql, rows);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException failure) {
        throw new SQLException("A row cannot be written as text", "22021", failure);
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
