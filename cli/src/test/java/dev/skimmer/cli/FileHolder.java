package dev.skimmer.cli;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A process that opens a DuckDB file, says so with a dot, and holds it until it is killed. */
final class FileHolder {
  private FileHolder() {}

  public static void main(String[] arguments)
      throws SQLException, IOException, InterruptedException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + arguments[0])) {
      connection.createStatement().execute("SELECT 1");
      System.out.print('.');
      System.out.flush();
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
