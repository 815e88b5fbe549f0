package dev.skimmer.engine;

import dev.skimmer.detect.NothingKnown;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import java.time.Duration;

/**
 * How fast a source was read.
 *
 * @param keys how many keys were read
 * @param bytes how many bytes of keys and values
 * @param elapsed how long it took
 */
public record ReadRate(long keys, long bytes, Duration elapsed) {
  private static final Duration MAX_WAIT = Duration.ofMillis(200);

  /** Reads the first keys with their values, and forgets them. */
  static ReadRate measure(Source.Session source, Context context, long mostKeys, Duration limit) {
    long keysBefore = context.metrics().scanned();
    long bytesBefore = context.metrics().bytesRead();
    long begin = System.nanoTime();
    for (Split split : source.plan(1)) {
      try (SplitReader reader = source.read(split, Cursor.START, new NothingKnown())) {
        while (!reader.isFinished()
            && System.nanoTime() - begin < limit.toNanos()
            && context.metrics().scanned() - keysBefore < mostKeys) {
          reader.poll(MAX_WAIT);
        }
      }
    }
    return new ReadRate(
        context.metrics().scanned() - keysBefore,
        context.metrics().bytesRead() - bytesBefore,
        Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Returns keys a second; 0 where none was read. */
  public double keysPerSecond() {
    return elapsed.isZero() ? 0 : keys / (elapsed.toNanos() / 1e9);
  }

  /** Returns the average bytes of a key and its value; 0 where none was read. */
  public double bytesPerKey() {
    return keys == 0 ? 0 : (double) bytes / keys;
  }

  /** Returns how long so many keys would take. */
  public Duration timeFor(long number) {
    double rate = keysPerSecond();
    return rate == 0 ? Duration.ZERO : Duration.ofMillis(Math.round(number * 1000 / rate));
  }
}
