package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.fingerprint.Fingerprinter;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * What a server's DIGEST says of a string: XXH3 in 64 bits, without seed. Written as hexadecimal
 * digits, which Redis 8.4 shortens by leading zeros (redis/redis#14496).
 */
final class StringDigest {
  private static final Hasher64 XXH3 = Hashing.xxh3_64();
  private static final byte[] NAME = "xxh3".getBytes(US_ASCII);
  private static final int MOST_DIGITS = 16;
  private static final int RADIX = 16;

  private StringDigest() {}

  /** Takes the digest of bytes that were read. */
  static long of(byte[] bytes, int offset, int length) {
    return XXH3.hashBytesToLong(bytes, offset, length);
  }

  /** Reads a reply to DIGEST; empty where it is none, as for a key that is gone. */
  static OptionalLong read(Replies replies, int token) {
    if (replies.kind(token) != Token.BULK || replies.length(token) > MOST_DIGITS) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseUnsignedLong(replies.text(token), RADIX));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Adds a digest to a fingerprint in place of the value. */
  static void add(long digest, Fingerprinter fingerprinter) {
    byte[] digits = HexFormat.of().toHexDigits(digest).getBytes(US_ASCII);
    fingerprinter.add(NAME, 0, NAME.length);
    fingerprinter.add(digits, 0, digits.length);
  }
}
