package dev.skimmer.testkit;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import java.util.List;
import java.util.Optional;

/** What the contract of destinations needs to know about one of them. */
public interface DestinationHarness {
  /**
   * Opens a session on the database of the running test, which is empty when the test begins. The
   * test closes the session.
   */
  Destination.Session open();

  /**
   * Reads all rows of a table as of the last commit, in any order, by other means than the
   * connector. May be called while a session is open.
   */
  List<Row> readBack(TableSchema schema);

  /** Returns how another JVM opens the database of the running test. */
  ChildSession child();

  /** Creates a table with one text column named {@code note}. */
  void createForeignTable(TableId id);

  /** Drops a column of a table, as a user might. */
  void dropColumn(TableSchema schema, String column);

  /**
   * Breaks every connection of open sessions, as a server does that is restarted.
   *
   * @return false where there is none that could break
   */
  default boolean breakConnections() {
    return false;
  }

  /**
   * Opens a session on the database of the running test, whose connection breaks at its first
   * commit, once.
   *
   * @return empty where there is no connection that could break
   */
  default Optional<Destination.Session> openLosingFirstCommit(LostCommit loss) {
    return Optional.empty();
  }

  /**
   * Ends what clients have left open that were killed or cut off, where the database would keep
   * their locks for longer than a test can wait; the default does nothing, because most databases
   * notice at once.
   */
  default void forgetDeadClients() {}

  /** Returns whether a DOUBLE can be NaN; if not, a row that holds it must be refused. */
  default boolean keepsNaN() {
    return true;
  }

  /** Returns whether a DOUBLE can be infinite; if not, a row that holds it must be refused. */
  default boolean keepsInfinity() {
    return true;
  }

  /** Returns whether a table may have this name; if not, its schema must be refused. */
  default boolean allowsName(String name) {
    return true;
  }
}
