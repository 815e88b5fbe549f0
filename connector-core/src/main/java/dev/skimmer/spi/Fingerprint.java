package dev.skimmer.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The MD5 of a key's type and canonical value. Equal fingerprints mean that nothing is to be
 * written.
 *
 * @param high bytes 0 to 7, big-endian
 * @param low bytes 8 to 15, big-endian
 */
public record Fingerprint(long high, long low) {
  /** The length of a fingerprint in bytes. */
  public static final int BYTES = 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /**
   * Reads a fingerprint from 16 bytes.
   *
   * @throws IllegalArgumentException when there are not 16
   */
  public static Fingerprint ofBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("A fingerprint has 16 bytes, not " + bytes.length);
    }
    return new Fingerprint((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, 8));
  }

  /**
   * Reads a fingerprint from 32 hexadecimal digits.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Fingerprint ofHex(String digits) {
    return ofBytes(HexFormat.of().parseHex(digits));
  }

  /** Returns the 16 bytes, in a new array. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    LONGS.set(bytes, 0, high);
    LONGS.set(bytes, 8, low);
    return bytes;
  }

  /** Returns 32 lower-case hexadecimal digits, as {@code md5sum} prints them. */
  public String toHex() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
