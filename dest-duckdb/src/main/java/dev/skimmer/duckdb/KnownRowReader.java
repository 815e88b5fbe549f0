package dev.skimmer.duckdb;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBReadableVector;

/**
 * Reads a row of a {@link KnownRowQuery}.
 *
 * @param kinds the words that its codes of kinds stand for
 */
record KnownRowReader(List<String> kinds) implements ChunkedRows.RowReader<KnownRow> {
  KnownRowReader {
    kinds = List.copyOf(kinds);
  }

  @Override
  public KnownRow read(DuckDBReadableVector[] columns, long at) {
    return new KnownRow(
        columns[0].getString(at),
        fingerprint(columns[1], columns[2], at),
        kind(columns[3], at),
        columns[4].isNull(at) ? KnownRows.NO_EXPIRY : columns[4].getLong(at),
        columns[5].isNull(at) ? Optional.empty() : Optional.of(columns[5].getString(at)));
  }

  private static Optional<Fingerprint> fingerprint(
      DuckDBReadableVector high, DuckDBReadableVector low, long at) {
    return high.isNull(at)
        ? Optional.empty()
        : Optional.of(
            new Fingerprint(high.getLong(at) ^ Long.MIN_VALUE, low.getLong(at) ^ Long.MIN_VALUE));
  }

  private String kind(DuckDBReadableVector codes, long at) {
    return codes.isNull(at) ? "" : kinds.get((int) codes.getLong(at) - 1);
  }
}
