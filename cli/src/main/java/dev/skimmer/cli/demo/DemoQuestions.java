package dev.skimmer.cli.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Asks the tables of the demonstration what a shop would ask, and prints the answers. */
public final class DemoQuestions {
  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "What is in the keyspace?",
              """
              SELECT data_type, count(*) AS keys, sum(size) AS total_size,
                     count(expires_at) AS with_expiry
              FROM dragonfly_data GROUP BY ALL ORDER BY keys DESC
              """),
          new Question(
              "Where do the visitors come from, and how many sessions end within the hour?",
              """
              SELECT value->>'city' AS city, count(*) AS sessions,
                     count(*) FILTER (expires_at < now()::TIMESTAMP + INTERVAL 1 HOUR) AS ending_soon
              FROM dragonfly_data WHERE key LIKE 'session:%'
              GROUP BY ALL ORDER BY sessions DESC LIMIT 5
              """),
          new Question(
              "Who leads the leaderboards?",
              """
              WITH entries AS (
                SELECT unnest(CAST(value AS JSON[])) AS entry
                FROM dragonfly_data WHERE data_type = 'zset')
              SELECT entry->>0 AS player, max(CAST(entry->>1 AS DOUBLE)) AS best, count(*) AS boards
              FROM entries GROUP BY ALL ORDER BY best DESC LIMIT 5
              """));

  private DemoQuestions() {}

  private record Question(String text, String sql) {}

  /**
   * Prints every question, its SQL and its answer.
   *
   * @throws SQLException when the file cannot be queried
   */
  public static void ask(Path database, PrintStream out) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (Question question : QUESTIONS) {
        out.println();
        out.println("-- " + question.text());
        out.print(question.sql());
        try (ResultSet answer = statement.executeQuery(question.sql())) {
          print(answer, out);
        }
      }
    }
  }

  private static void print(ResultSet answer, PrintStream out) throws SQLException {
    int columns = answer.getMetaData().getColumnCount();
    StringBuilder header = new StringBuilder();
    for (int i = 1; i <= columns; i++) {
      header.append("%-14s".formatted(answer.getMetaData().getColumnLabel(i)));
    }
    out.println("  " + header.toString().stripTrailing());
    while (answer.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        row.append("%-14s".formatted(answer.getString(i)));
      }
      out.println("  " + row.toString().stripTrailing());
    }
  }
}
