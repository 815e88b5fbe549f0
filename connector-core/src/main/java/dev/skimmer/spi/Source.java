package dev.skimmer.spi;

import dev.skimmer.profile.KeyspaceProfile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A kind of system that can be read: a stateless entry point, found by {@link
 * java.util.ServiceLoader}. Needs a public constructor without parameters.
 *
 * @param <C> the configuration, a record whose components carry {@link dev.skimmer.config.Property}
 */
public interface Source<C extends Record> {
  /** Returns the word by which a configuration names this source, in lower case. */
  String name();

  /** Returns the class of the configuration. */
  Class<C> configType();

  /**
   * Connects. Retries what is transient within its own budget before it gives up.
   *
   * @throws ConnectorException when the source cannot be reached or refuses
   */
  Session open(C config, Context context);

  /**
   * Names the pipeline and its tables without connecting, so that what a destination holds can be
   * told while the source is away.
   *
   * @return empty where only a session can tell
   */
  default Optional<PipelineLayout> layout(C config) {
    return Optional.empty();
  }

  /** A connection to one source. Safe for concurrent use. */
  interface Session extends AutoCloseable {
    /**
     * Asks the source for its identity, now.
     *
     * @throws ConnectorException with a {@code TRANSIENT} code while the source is loading, or out
     *     of step with the one it copies: what it then lists is not the truth
     */
    Epoch epoch();

    /**
     * Names what the tables are a copy of (address and database), to refuse a table that another
     * source filled. Holds no secret.
     */
    String identity();

    /**
     * Names which part of the source is read (pattern, types): a change of it starts a new pass.
     */
    String scope();

    /**
     * Names the pipeline, under which state and syncs are kept: the first main table, unless it
     * depends on the configuration which tables there are.
     */
    default String pipeline() {
      return tables().get(0).id().name();
    }

    /**
     * Returns the tables that this source fills. The {@link TableRole#MAIN} tables come first; the
     * table of errors of a main table carries its name with {@code _errors} behind it.
     */
    List<TableSchema> tables();

    /**
     * Divides the scope into splits: together complete, and disjoint but for small overlaps.
     *
     * @param parallelism how many splits would be read at once
     */
    List<Split> plan(int parallelism);

    /**
     * Opens a reader of one split.
     *
     * @param from {@link Cursor#START}, or the cursor of a checkpoint of the same epoch
     */
    SplitReader read(Split split, Cursor from, KnownRows known);

    /**
     * Opens a reader that, after a complete pass, asks the source about every row in the scope that
     * the pass has not seen: what is there is read, what is gone becomes a {@link Delete}.
     */
    SplitReader sweep(TableId table, KnownRows known);

    /**
     * Returns about how many keys in the scope would fill a main table now, where the source tells
     * cheaply. Zero means that there are certainly none: a table that is not there yet is not
     * created for them.
     */
    OptionalLong estimatedKeys(TableId mainTable);

    /**
     * Returns whether {@link #estimatedKeys} also counts keys that the configuration leaves out, so
     * that it is no more than a bound.
     */
    default boolean estimatesBeyondScope() {
      return false;
    }

    /**
     * Streams what the source tells of the keys in the scope that would fill a main table, in an
     * order that lets the first ones stand for all. Reads no values. Close the stream; it belongs
     * to one thread, and throws a {@link ConnectorException} where the source fails.
     *
     * @return empty where the source cannot describe its keys
     */
    default Stream<KeyFacts> describeKeys(TableId mainTable) {
      return Stream.empty();
    }

    /**
     * Returns a text that stays the same as long as no key in the scope changes, for the price of a
     * question; empty where the source does not count changes. Two equal texts are a strong hint
     * and no proof: a pass is the proof.
     *
     * @throws ConnectorException when the source cannot be asked
     */
    default Optional<String> changeMark() {
      return Optional.empty();
    }

    /**
     * Begins to listen to what the source says of keys that change, by itself and at no cost worth
     * mentioning; empty where it says nothing, or may not be listened to. Close what is returned
     * before the session.
     *
     * @param whenNamed runs when keys have been named, on a thread of the source; must not block
     */
    default Optional<ChangeHints> listen(Runnable whenNamed) {
      return Optional.empty();
    }

    /** Returns what in the configuration does not fit a keyspace that is like this. */
    default List<Advice> advise(KeyspaceProfile profile) {
      return List.of();
    }

    /**
     * Proves that all that a sync needs can be read, and describes the source. Changes nothing.
     *
     * @throws ConnectorException when something that a sync needs is refused
     */
    List<Fact> check();

    /**
     * Returns the statement that gives a user of the source what a sync with this configuration
     * needs and nothing else, without a password; empty where the source has no such statement.
     *
     * @throws ConnectorException when the source cannot be asked
     */
    default Optional<String> leastRights() {
      return Optional.empty();
    }

    /**
     * Says whether a row of a main table agrees with itself: whether its fingerprint is that of its
     * own value. So one that somebody has altered is told from one that was right once. Asks
     * nobody; safe for concurrent use.
     *
     * @param row with the columns of the table's schema, whatever they hold
     */
    default Coherence coherence(TableId mainTable, Row row) {
      return Coherence.UNKNOWN;
    }

    /** Disconnects; never throws, and may be called twice. */
    @Override
    void close();
  }
}
