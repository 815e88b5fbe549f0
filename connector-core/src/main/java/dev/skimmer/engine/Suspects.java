package dev.skimmer.engine;

import dev.skimmer.spi.Coherence;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows of one main table that differ from what the source holds, until a second look at the table
 * tells in which columns and why. Keeps hashes, no values, and of so many rows at most. Used by one
 * thread.
 */
final class Suspects {
  /** How many rows are kept, unless a caller says otherwise: about 20 MB. */
  static final int MOST = 50_000;

  private final VerifiedRows table;
  private final int most;
  private final Map<KeyHash, Suspect> suspects = new HashMap<>();

  Suspects(VerifiedRows table, int most) {
    this.table = table;
    this.most = most;
  }

  /** A row as the source has it. */
  private record Suspect(List<Fingerprint> parts, long expiresAtMillis) {}

  /** Adds a row that the source has otherwise; returns false where there are too many already. */
  boolean add(KeyHash key, Row current) {
    if (suspects.size() == most) {
      return false;
    }
    RowDigest digest = table.digest();
    suspects.put(key, new Suspect(digest.partsOf(current), digest.expiryOf(current)));
    return true;
  }

  /** Looks at the rows again, and says what differs. */
  void resolve(Source.Session source, Destination.Session destination, Consumer<Difference> to) {
    if (suspects.isEmpty()) {
      return;
    }
    try (Stream<Row> rows = destination.rows(table.digest().schema())) {
      rows.forEach(
          row ->
              table
                  .digest()
                  .keyOf(row)
                  .map(suspects::remove)
                  .flatMap(suspect -> compare(source, row, suspect))
                  .ifPresent(to));
    }
  }

  private Optional<Difference> compare(Source.Session source, Row row, Suspect suspect) {
    RowDigest digest = table.digest();
    List<Fingerprint> parts = digest.partsOf(row);
    List<Column> differing =
        IntStream.range(0, parts.size())
            .filter(i -> !parts.get(i).equals(suspect.parts().get(i)))
            .mapToObj(digest.columns()::get)
            .toList();
    boolean sameExpiry = table.isSameExpiry(digest.expiryOf(row), suspect.expiresAtMillis());
    Coherence coherence = source.coherence(digest.schema().id(), row);
    List<String> names = new ArrayList<>(differing.stream().map(Column::name).toList());
    if (!sameExpiry) {
      names.addAll(digest.expiryColumn());
    }
    return kind(differing, sameExpiry, coherence)
        .map(kind -> new Difference(digest.schema().id(), digest.keyText(row), "", kind, names));
  }

  /**
   * Says what differs; nothing where the row holds the same value written in another way, such as
   * members of a document in another order.
   */
  private static Optional<DifferenceKind> kind(
      List<Column> differing, boolean sameExpiry, Coherence coherence) {
    boolean sameFingerprint =
        differing.stream().noneMatch(column -> column.role() == ColumnRole.FINGERPRINT);
    boolean sameValue = differing.size() == (sameFingerprint ? 0 : 1);
    if (sameFingerprint && (sameValue || coherence == Coherence.COHERENT)) {
      return sameExpiry ? Optional.empty() : Optional.of(DifferenceKind.EXPIRY_DIFFERS);
    }
    if (sameValue) {
      return Optional.of(DifferenceKind.FINGERPRINT_DIFFERS);
    }
    return Optional.of(
        sameFingerprint || coherence == Coherence.INCOHERENT
            ? DifferenceKind.VALUE_DIFFERS
            : DifferenceKind.CHANGED_SINCE);
  }
}
