package dev.skimmer.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The identity of a key inside the engine: the first 128 bits of the SHA-256 of its bytes.
 *
 * <p>Whoever writes to the server chooses the keys, so the hash has to resist somebody who looks
 * for collisions; SHA-256 does, and costs less than MD5 on processors with SHA instructions.
 *
 * @param high bytes 0 to 7 of the digest, big-endian
 * @param low bytes 8 to 15 of the digest, big-endian
 */
public record KeyHash(long high, long low) {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadLocal<Hasher> HASHER = ThreadLocal.withInitial(Hasher::new);

  /** Hashes the bytes of a key. Safe for concurrent use. */
  public static KeyHash of(byte[] key) {
    return of(key, 0, key.length);
  }

  /** Hashes {@code length} bytes of {@code buffer} from {@code offset}. Safe for concurrent use. */
  public static KeyHash of(byte[] buffer, int offset, int length) {
    return HASHER.get().hash(buffer, offset, length);
  }

  /** Hashes a key that is known to be plain text, by its UTF-8 bytes. */
  public static KeyHash ofUtf8(String key) {
    return of(key.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the 16 bytes, in a new array. */
  public byte[] toBytes() {
    byte[] bytes = new byte[2 * Long.BYTES];
    LONGS.set(bytes, 0, high);
    LONGS.set(bytes, Long.BYTES, low);
    return bytes;
  }

  private static final class Hasher {
    private final MessageDigest digest = sha256();
    private final byte[] result = new byte[32];

    KeyHash hash(byte[] buffer, int offset, int length) {
      digest.update(buffer, offset, length);
      try {
        digest.digest(result, 0, result.length);
      } catch (DigestException e) {
        throw new IllegalStateException("SHA-256 did not fill its 32 bytes", e);
      }
      return new KeyHash((long) LONGS.get(result, 0), (long) LONGS.get(result, 8));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }
  }
}
