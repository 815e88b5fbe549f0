package dev.skimmer.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kind of system that can be written: a stateless entry point, found by {@link
 * java.util.ServiceLoader}. Needs a public constructor without parameters.
 *
 * @param <C> the configuration, a record whose components carry {@link dev.skimmer.config.Property}
 */
public interface Destination<C extends Record> {
  /**
   * Returns the word by which a configuration names this destination, in lower case. It is also the
   * scheme of the short form: {@code duckdb:shop.duckdb} is for the destination {@code duckdb}.
   */
  String name();

  /** Returns the class of the configuration. */
  Class<C> configType();

  /**
   * Translates the short form, such as {@code duckdb:shop.duckdb}, into properties of the
   * configuration.
   *
   * @param reference the whole text, scheme included
   * @throws IllegalArgumentException when the text is not understood; the message says what is
   */
  Map<String, String> parse(String reference);

  /**
   * Connects.
   *
   * @throws ConnectorException when the destination cannot be reached, refuses, or is held by
   *     another
   */
  Session open(C config, Context context);

  /**
   * Returns whether the destination is there already, so that opening it creates nothing. The
   * default is for destinations that opening never creates.
   */
  default boolean isThere(C config) {
    return true;
  }

  /**
   * Proves that a sync could write, and describes the destination. Changes nothing: creates no
   * file, no table, no row.
   *
   * @throws ConnectorException when a sync could not write
   */
  List<Fact> check(C config, Context context);

  /**
   * A connection to one destination. Used by the engine's writing thread, unless a method says
   * more.
   */
  interface Session extends AutoCloseable {
    /**
     * Creates the table, or adds the columns that it lacks. Never called inside a transaction.
     * Idempotent.
     *
     * @throws ConnectorException with {@code TABLE_FOREIGN} when a table of this name exists whose
     *     columns are not those of the schema
     */
    void apply(TableSchema schema);

    /** Returns whether a table of this name is there, whoever created it. */
    boolean exists(TableSchema schema);

    /**
     * Streams what a main table holds as of the last commit, in any order and in bounded memory;
     * nothing where there is no such table. Close the stream. May be open, and read by another
     * thread, while a {@link Writer} writes.
     */
    Stream<KnownRow> knownRows(TableSchema schema);

    /**
     * Streams the keys of what {@link #knownRows} streams, as texts, under the same conditions. One
     * that can read them at less cost than the rest of the rows should.
     */
    default Stream<String> keys(TableSchema schema) {
      return knownRows(schema).map(KnownRow::keyText);
    }

    /**
     * Streams at least the keys of the rows with one of these fingerprints, under the same
     * conditions. One that finds them at less cost than to read all rows should; others stream the
     * keys of all.
     *
     * @param fingerprints not more than 100,000 of them
     */
    default Stream<String> keys(TableSchema schema, Set<Fingerprint> fingerprints) {
      return keys(schema);
    }

    /**
     * Streams the rows of a table with their values, in bounded memory; none where there is no such
     * table. Close the stream.
     *
     * @param schema may name fewer columns than the table has: only they are read then
     */
    Stream<Row> rows(TableSchema schema);

    /**
     * Returns whether a table surely holds no row as of the last commit, or is not there. A
     * destination that would have to read much to know may return false, as the default does.
     */
    default boolean isEmpty(TableSchema schema) {
      return false;
    }

    /** Opens the writer. One at a time. */
    Writer openWriter(String pipeline);

    /**
     * Returns where the state of this pipeline is kept; hosted by the destination itself if it can.
     */
    StateStore stateStore(String pipeline);

    /**
     * Returns how long the engine should let changes gather between two commits, where a commit
     * costs money by itself. A commit may still come sooner: at the end of a pass, and before
     * memory runs short.
     */
    default Duration minimumCommitInterval() {
      return Duration.ZERO;
    }

    /**
     * Returns the longest text that a column holds, in bytes of UTF-8; empty where there is no
     * bound that a key-value store could reach. A longer text never gets to a {@link Writer}: its
     * key becomes an entry of the errors table.
     */
    default OptionalLong maxTextBytes() {
      return OptionalLong.empty();
    }

    /**
     * Returns whether nobody else can read the tables while this session is open, so that a program
     * that syncs again and again should close it in between.
     */
    default boolean excludesReaders() {
      return false;
    }

    /** Disconnects, rolling back what is not committed; never throws, and may be called twice. */
    @Override
    void close();
  }
}
