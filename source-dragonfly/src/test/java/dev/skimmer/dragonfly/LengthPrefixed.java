package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The fingerprint as the documentation describes it, written a second time. */
final class LengthPrefixed {
  private LengthPrefixed() {}

  static String md5(String... elements) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (String element : elements) {
        byte[] bytes = element.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
