package dev.skimmer.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The right to write a pipeline for a while. It keeps two syncs from working for nothing; what
 * keeps them from harm is that every commit expects the state of the one before.
 *
 * @param holder who has it
 * @param since when it was taken, by the holder's clock
 * @param until when it runs out unless it is renewed, by the holder's clock
 */
record Lease(LeaseHolder holder, Instant since, Instant until) {
  static Lease take(LeaseHolder holder, Duration length, Clock clock) {
    Instant now = clock.instant();
    return new Lease(holder, now, now.plus(length));
  }

  Lease renewed(Duration length, Clock clock) {
    return new Lease(holder, since, clock.instant().plus(length));
  }

  boolean isOf(LeaseHolder other) {
    return holder.run().equals(other.run());
  }
}
