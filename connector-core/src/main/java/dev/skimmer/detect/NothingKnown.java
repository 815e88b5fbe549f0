package dev.skimmer.detect;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Sighting;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A destination that holds nothing, for those who read a source without one: every key is new the
 * first time, and repeated after that. Remembers what it has seen in 39 to 58 bytes a key, outside
 * the heap. Safe for concurrent use.
 */
public final class NothingKnown implements KnownRows {
  private final ChangeIndex seen = new ChangeIndex(0);

  @Override
  public Optional<String> kindOf(KeyHash key) {
    return Optional.empty();
  }

  @Override
  public Optional<String> positionOf(KeyHash key) {
    return Optional.empty();
  }

  @Override
  public boolean isSeen(KeyHash key) {
    return seen.isSeen(key);
  }

  @Override
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return seen.observe(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  @Override
  public boolean observeUnreadable(KeyHash key) {
    return seen.markSeen(key);
  }

  @Override
  public Optional<Instant> quarantinedSince(KeyHash key) {
    return Optional.empty();
  }

  @Override
  public Stream<KnownRow> unseen() {
    return Stream.empty();
  }

  @Override
  public Stream<String> unseenQuarantined() {
    return Stream.empty();
  }
}
