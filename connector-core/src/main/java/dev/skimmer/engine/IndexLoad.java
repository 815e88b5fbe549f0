package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts rows into an index, page by page: while one thread reads the next page from the destination,
 * another hashes the keys of the last one, since the source has nothing to do before the index is
 * whole. Used by the reading thread.
 */
final class IndexLoad implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexLoad.class);
  static final int PAGE = 1_000;

  /** Equals no MD5 that anybody has found: stands for a fingerprint that is null in the table. */
  static final Fingerprint NO_FINGERPRINT = new Fingerprint(0, 0);

  private final TableId table;
  private final ChangeIndex index;
  private final ExecutorService hashing =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "skimmer-index");
            thread.setDaemon(true);
            return thread;
          });
  private List<KnownRow> page = new ArrayList<>(PAGE);
  private Optional<Future<?>> last = Optional.empty();

  /** Written by one thread at a time, each of which the next one waits for. */
  private long foreign;

  IndexLoad(TableId table, ChangeIndex index) {
    this.table = table;
    this.index = index;
  }

  /** Adds a row, and returns whether it was the last of a page. */
  boolean add(KnownRow row) {
    page.add(row);
    if (page.size() < PAGE) {
      return false;
    }
    awaitLast();
    List<KnownRow> full = page;
    page = new ArrayList<>(PAGE);
    last = Optional.of(hashing.submit(() -> putAll(full)));
    return true;
  }

  /**
   * Returns once every row that was added is in the index, but for those whose key is no text that
   * we write: somebody else has added them.
   */
  void finish() {
    awaitLast();
    putAll(page);
    if (foreign > 0) {
      LOG.warn(
          "Table {} holds {} rows whose key is no text of Skimmer's: they are left as they are."
              + " verify names them; remove them by hand.",
          table,
          foreign);
    }
  }

  @Override
  public void close() {
    hashing.shutdownNow();
  }

  private void putAll(List<KnownRow> rows) {
    KeyHash[] keys = new KeyHash[rows.size()];
    List<KnownRow> ours = new ArrayList<>(rows.size());
    for (KnownRow row : rows) {
      Optional<KeyHash> key = RowDigest.keyOf(row.keyText());
      if (key.isPresent()) {
        keys[ours.size()] = key.get();
        ours.add(row);
      }
    }
    foreign += rows.size() - ours.size();
    index.prepare(keys, ours.size());
    for (int i = 0; i < ours.size(); i++) {
      KnownRow row = ours.get(i);
      index.put(
          keys[i],
          row.fingerprint().orElse(NO_FINGERPRINT),
          row.kind(),
          row.expiresAtMillis(),
          row.position());
    }
  }

  private void awaitLast() {
    try {
      if (last.isPresent()) {
        last.get().get();
      }
      last = Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw bug(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw bug(e);
    }
  }

  private static ConnectorException bug(Throwable cause) {
    return new ConnectorException(
        ErrorCode.BUG, "The index was not filled (%s)".formatted(cause), cause);
  }
}
