package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.fingerprint.Fingerprinter;
import java.util.Optional;

/**
 * Strings, read by GETRANGE up to one byte more than is allowed, so that no STRLEN is needed first.
 * GETRANGE of an absent key is an empty string; only the expiry or the type tells that there is
 * none.
 */
final class StringType implements ValueType {
  static final String NAME = "string";

  private static final CommandTemplate LENGTH = CommandTemplate.of("STRLEN");

  private final CommandTemplate read;
  private final boolean byDigest;

  /**
   * Creates the type.
   *
   * @param byDigest whether a fingerprint is taken of the digest that the server tells, too
   */
  StringType(long maxBytes, boolean byDigest) {
    this.byDigest = byDigest;
    this.read = CommandTemplate.of("GETRANGE", "0", Long.toString(maxBytes));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CommandTemplate read() {
    return read;
  }

  @Override
  public boolean tellsAbsence() {
    return true;
  }

  @Override
  public Optional<CommandTemplate> length() {
    return Optional.of(LENGTH);
  }

  @Override
  public Shape shape(Replies replies, int token) {
    return replies.kind(token) == Token.BULK ? Shape.WHOLE : Shape.ABSENT;
  }

  @Override
  public void show(Replies replies, int token, Elements into) {
    into.show(replies, token, 1, 1);
  }

  @Override
  public void fingerprint(Elements value, Fingerprinter fingerprinter) {
    if (byDigest) {
      long digest = StringDigest.of(value.bytes(), value.offset(0, 0), value.length(0, 0));
      StringDigest.add(digest, fingerprinter);
    } else {
      ValueType.super.fingerprint(value, fingerprinter);
    }
  }

  @Override
  public long size(Elements value) {
    return value.length(0, 0);
  }

  @Override
  public ValueText text(Elements value) {
    return ValueText.ofBytes(value);
  }
}
