package dev.skimmer.keyspace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The fingerprint once more, as the documentation words it. */
final class LengthPrefixedMd5 {
  private LengthPrefixedMd5() {}

  static String of(String type, List<byte[]> elements) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      add(md5, type.getBytes(StandardCharsets.UTF_8));
      elements.forEach(element -> add(md5, element));
      return HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void add(MessageDigest md5, byte[] element) {
    md5.update(ByteBuffer.allocate(4).putInt(element.length).array());
    md5.update(element);
  }
}
