package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.text.EscapedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Puts rows into an index, page by page: while one thread reads the next page from the destination,
 * another hashes the keys of the last one, since the source has nothing to do before the index is
 * whole. Used by the reading thread.
 */
final class IndexLoad implements AutoCloseable {
  static final int PAGE = 1_000;

  /** Equals no MD5 that anybody has found: stands for a fingerprint that is null in the table. */
  static final Fingerprint NO_FINGERPRINT = new Fingerprint(0, 0);

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

  IndexLoad(ChangeIndex index) {
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

  /** Returns once every row that was added is in the index. */
  void finish() {
    awaitLast();
    putAll(page);
  }

  @Override
  public void close() {
    hashing.shutdownNow();
  }

  static KeyHash hashOf(String keyText) {
    return KeyHash.of(EscapedText.decode(keyText));
  }

  private void putAll(List<KnownRow> rows) {
    KeyHash[] keys = rows.stream().map(row -> hashOf(row.keyText())).toArray(KeyHash[]::new);
    index.prepare(keys, keys.length);
    for (int i = 0; i < keys.length; i++) {
      KnownRow row = rows.get(i);
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
