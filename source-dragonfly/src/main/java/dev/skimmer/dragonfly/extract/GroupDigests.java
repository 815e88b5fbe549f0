package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import java.util.OptionalLong;

/**
 * Which keys of a group were asked for their digests instead of their values, and what those have
 * told: a string whose digest and expiry are those of its row is not read.
 */
final class GroupDigests {
  static final CommandTemplate COMMAND = CommandTemplate.of("DIGEST");

  private final Reading reading;
  private final boolean[] asked;
  private final Fingerprint[] fingerprints;

  GroupDigests(Reading reading, int keys) {
    this.reading = reading;
    this.asked = new boolean[reading.asksForDigests() ? keys : 0];
    this.fingerprints = new Fingerprint[asked.length];
  }

  /** Returns the command that reads a key whose row is known to be of this type. */
  CommandTemplate readOfKnown(int key, ValueType type) {
    if (areAsked() && type instanceof StringType) {
      asked[key] = true;
      return COMMAND;
    }
    return type.read();
  }

  /** Returns whether digests are asked for at all. */
  boolean areAsked() {
    return asked.length > 0;
  }

  /** Returns whether a key was asked for its digest and nothing was made of that yet. */
  boolean isAsked(int key) {
    return areAsked() && asked[key];
  }

  /** Takes in that the value is to be read after all. */
  void forget(int key) {
    asked[key] = false;
  }

  /** Compares a reply with the row that the destination holds. */
  boolean isUnchanged(int key, KeyHash hash, Replies answers, int token, long expiresAt) {
    OptionalLong digest = StringDigest.read(answers, token);
    if (digest.isEmpty()) {
      return false;
    }
    Fingerprinter fingerprinter = reading.fingerprinter();
    fingerprinter.start(StringType.NAME);
    StringDigest.add(digest.getAsLong(), fingerprinter);
    fingerprints[key] = fingerprinter.finish();
    return isHeld(key, hash, expiresAt);
  }

  /** Returns whether the row is as the digest said. */
  boolean isHeld(int key, KeyHash hash, long expiresAt) {
    long tolerance = reading.expiries().tolerance();
    return reading.known().holds(hash, fingerprints[key], expiresAt, tolerance);
  }

  /** Returns the fingerprint of a key that is unchanged. */
  Fingerprint fingerprint(int key) {
    return fingerprints[key];
  }
}
