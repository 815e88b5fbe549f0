package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.TableSchema;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of a table that a pass has not met. The index knows which, but not the texts of their
 * keys, which the destination has. Where they are few, it is asked for the rows of their
 * fingerprints, which may be much cheaper than to read the keys of all; where that finds fewer than
 * the index tells of, because somebody has changed a fingerprint by hand, all are read after all.
 * Used by one thread.
 */
final class UnseenRows extends Spliterators.AbstractSpliterator<KnownRow> {
  private static final int PAGE = 500;

  /** For more, what is sent and looked up costs as much as it spares, and takes memory. */
  private static final long MOST = 100_000;

  /** Of so many rows one may be wanted. */
  private static final long SHARE = 10;

  private final TableSchema schema;
  private final ChangeIndex index;
  private final Destination.Session destination;
  private final long expected;
  private final Set<KeyHash> met = new HashSet<>();
  private final String[] page = new String[PAGE];
  private boolean narrowed;
  private Stream<String> stream = Stream.empty();
  private Iterator<String> texts = stream.iterator();
  private int count;
  private int at;

  private UnseenRows(TableSchema schema, ChangeIndex index, Destination.Session destination) {
    super(Long.MAX_VALUE, NONNULL);
    this.schema = schema;
    this.index = index;
    this.destination = destination;
    this.expected = index.unseen();
  }

  /** Returns them, as the index tells when a page of keys is read. Close the stream. */
  static Stream<KnownRow> of(
      TableSchema schema, ChangeIndex index, Destination.Session destination) {
    UnseenRows rows = new UnseenRows(schema, index, destination);
    if (rows.expected == 0) {
      return Stream.empty();
    }
    rows.open();
    return StreamSupport.stream(rows, false).onClose(() -> rows.stream.close());
  }

  @Override
  public boolean tryAdvance(Consumer<? super KnownRow> action) {
    while (at == count) {
      if (!texts.hasNext() && !openRest()) {
        return false;
      }
      fill();
    }
    action.accept(KnownRow.named(page[at++]));
    return true;
  }

  private void open() {
    boolean few = expected <= MOST && expected * SHARE <= index.size();
    Set<Fingerprint> fingerprints = few ? index.unseenFingerprints() : Set.of();
    narrowed = few && !fingerprints.contains(IndexLoad.NO_FINGERPRINT);
    read(narrowed ? destination.keys(schema, fingerprints) : destination.keys(schema));
  }

  /** Reads all keys if those that are expected have not been found among a part of them. */
  private boolean openRest() {
    if (!narrowed || met.size() >= expected) {
      return false;
    }
    narrowed = false;
    stream.close();
    read(destination.keys(schema));
    return texts.hasNext();
  }

  private void read(Stream<String> keys) {
    stream = keys;
    texts = keys.iterator();
  }

  /** Takes a page of texts, and keeps those whose rows are wanted. */
  private void fill() {
    KeyHash[] keys = new KeyHash[PAGE];
    int taken = 0;
    while (taken < PAGE && texts.hasNext()) {
      String text = texts.next();
      Optional<KeyHash> key = RowDigest.keyOf(text);
      if (key.isPresent()) {
        keys[taken] = key.get();
        page[taken++] = text;
      }
    }
    index.prepare(keys, taken);
    at = 0;
    count = 0;
    for (int i = 0; i < taken; i++) {
      if (index.isUnseen(keys[i]) && isNew(keys[i])) {
        page[count++] = page[i];
      }
    }
  }

  /** Only rows that were asked for by their fingerprints can come again. */
  private boolean isNew(KeyHash key) {
    return narrowed ? met.add(key) : !met.contains(key);
  }
}
