package dev.skimmer.fingerprint;

import dev.skimmer.spi.Fingerprint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes fingerprints: MD5 over the type's name and then each element of the value in canonical
 * order, every one of them preceded by its length in bytes as four bytes, big-endian. The lengths
 * keep two different values from giving one sequence of bytes.
 *
 * <p>Reuses its digest; not safe for concurrent use, so each reader owns one.
 */
public final class Fingerprinter {
  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest = md5();
  private final byte[] length = new byte[Integer.BYTES];
  private final byte[] result = new byte[Fingerprint.BYTES];

  /**
   * Starts a value of the type {@code kind}; what was added before and not finished is forgotten.
   */
  public void start(String kind) {
    digest.reset();
    byte[] bytes = kind.getBytes(StandardCharsets.UTF_8);
    add(bytes, 0, bytes.length);
  }

  /** Adds one element: {@code size} bytes of {@code buffer} from {@code offset}. */
  public void add(byte[] buffer, int offset, int size) {
    LENGTH.set(length, 0, size);
    digest.update(length, 0, length.length);
    digest.update(buffer, offset, size);
  }

  /** Returns the fingerprint of all that was added since {@link #start}. */
  public Fingerprint finish() {
    try {
      digest.digest(result, 0, result.length);
    } catch (DigestException e) {
      throw new IllegalStateException("MD5 did not fill its 16 bytes", e);
    }
    return Fingerprint.ofBytes(result);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
