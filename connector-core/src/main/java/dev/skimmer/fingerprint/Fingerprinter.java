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
  private final byte[] result = new byte[Fingerprint.BYTES];

  /** Gathers small elements: the digest takes far longer for many pieces than for one. */
  private final byte[] gathered = new byte[4096];

  private int used;

  /**
   * Starts a value of the type {@code kind}; what was added before and not finished is forgotten.
   */
  public void start(String kind) {
    digest.reset();
    used = 0;
    byte[] bytes = kind.getBytes(StandardCharsets.UTF_8);
    add(bytes, 0, bytes.length);
  }

  /** Adds one element: {@code size} bytes of {@code buffer} from {@code offset}. */
  public void add(byte[] buffer, int offset, int size) {
    if (used > gathered.length - Integer.BYTES) {
      digestGathered();
    }
    LENGTH.set(gathered, used, size);
    used += Integer.BYTES;
    if (size > gathered.length - used) {
      digestGathered();
      digest.update(buffer, offset, size);
    } else {
      System.arraycopy(buffer, offset, gathered, used, size);
      used += size;
    }
  }

  private void digestGathered() {
    digest.update(gathered, 0, used);
    used = 0;
  }

  /** Returns the fingerprint of all that was added since {@link #start}. */
  public Fingerprint finish() {
    digestGathered();
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
