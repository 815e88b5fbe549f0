package dev.skimmer.duckdb;

import dev.skimmer.jdbc.SqlFailures;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the result of a {@link KnownRowQuery} chunk by chunk. */
final class KnownRowReader extends Spliterators.AbstractSpliterator<KnownRow> {
  private static final Logger LOGGER = LoggerFactory.getLogger(KnownRowReader.class);

  private final DuckDBConnection connection;
  private final DuckDBPreparedStatement statement;
  private final DuckDBChunkedResult result;
  private final List<String> kinds;
  private final SqlFailures failures;
  private Chunk chunk = Chunk.EMPTY;

  KnownRowReader(DuckDBConnection connection, String sql, List<String> kinds, SqlFailures failures)
      throws SQLException {
    super(Long.MAX_VALUE, DISTINCT | NONNULL);
    this.connection = connection;
    this.statement = connection.prepare(sql);
    this.result = statement.query();
    this.kinds = List.copyOf(kinds);
    this.failures = failures;
  }

  @Override
  public boolean tryAdvance(Consumer<? super KnownRow> action) {
    KnownRow row;
    try {
      if (!chunk.hasNext() && !nextChunk()) {
        return false;
      }
      row = chunk.next(kinds);
    } catch (RuntimeException e) {
      throw failures.translate("read the known rows", e);
    }
    action.accept(row);
    return true;
  }

  /** Ends the transaction and closes the connection; never throws. */
  void close() {
    try (connection;
        statement;
        result) {
      chunk = Chunk.EMPTY;
    } catch (SQLException e) {
      LOGGER.debug("Closing a reader failed", e);
    }
  }

  private boolean nextChunk() {
    while (result.nextChunk()) {
      chunk = Chunk.of(result.chunk());
      if (chunk.hasNext()) {
        return true;
      }
    }
    return false;
  }

  /** The columns of one chunk and how far it is read. */
  private static final class Chunk {
    static final Chunk EMPTY = new Chunk(new DuckDBReadableVector[0], 0);

    private final DuckDBReadableVector[] vectors;
    private final long rows;
    private long row;

    private Chunk(DuckDBReadableVector[] vectors, long rows) {
      this.vectors = vectors;
      this.rows = rows;
    }

    static Chunk of(DuckDBDataChunkReader reader) {
      DuckDBReadableVector[] vectors =
          new DuckDBReadableVector[Math.toIntExact(reader.columnCount())];
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = reader.vector(i);
      }
      return new Chunk(vectors, reader.rowCount());
    }

    boolean hasNext() {
      return row < rows;
    }

    KnownRow next(List<String> kinds) {
      long at = row++;
      return new KnownRow(
          vectors[0].getString(at), fingerprint(at), kind(at, kinds), expiry(at), position(at));
    }

    private Optional<Fingerprint> fingerprint(long at) {
      return vectors[1].isNull(at)
          ? Optional.empty()
          : Optional.of(
              new Fingerprint(
                  vectors[1].getLong(at) ^ Long.MIN_VALUE,
                  vectors[2].getLong(at) ^ Long.MIN_VALUE));
    }

    private String kind(long at, List<String> kinds) {
      return vectors[3].isNull(at) ? "" : kinds.get((int) vectors[3].getLong(at) - 1);
    }

    private long expiry(long at) {
      return vectors[4].isNull(at) ? KnownRows.NO_EXPIRY : vectors[4].getLong(at);
    }

    private Optional<String> position(long at) {
      return vectors[5].isNull(at) ? Optional.empty() : Optional.of(vectors[5].getString(at));
    }
  }
}
