package dev.skimmer.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprinterTest {
  private final Fingerprinter fingerprinter = new Fingerprinter();

  private Fingerprint of(String kind, String... elements) {
    fingerprinter.start(kind);
    for (String element : elements) {
      byte[] bytes = element.getBytes(StandardCharsets.UTF_8);
      fingerprinter.add(bytes, 0, bytes.length);
    }
    return fingerprinter.finish();
  }

  @Test
  void isTheMd5OfTheDocumentedForm() throws Exception {
    byte[] form =
        HexFormat.of().parseHex("00000004" + "6c697374" + "00000002" + "6162" + "00000000");
    assertThat(of("list", "ab", "").toBytes())
        .isEqualTo(MessageDigest.getInstance("MD5").digest(form));
  }

  @Test
  void isTheMd5OfTheDocumentedFormHoweverManyAndLongTheElementsAre() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      String[] elements = new String[random.nextInt(40)];
      Arrays.setAll(elements, i -> "x".repeat(random.nextInt(1 << random.nextInt(14))));
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(form);
      out.writeInt(3);
      out.writeBytes("set");
      for (String element : elements) {
        out.writeInt(element.length());
        out.writeBytes(element);
      }
      assertThat(of("set", elements).toBytes())
          .isEqualTo(MessageDigest.getInstance("MD5").digest(form.toByteArray()));
    }
  }

  @Test
  void elementsDoNotRunIntoEachOther() {
    assertThat(of("list", "ab", "c")).isNotEqualTo(of("list", "a", "bc"));
    assertThat(of("list", "a", "")).isNotEqualTo(of("list", "a"));
    assertThat(of("list", "a")).isNotEqualTo(of("set", "a"));
  }

  @Test
  void forgetsWhatWasNotFinished() {
    Fingerprint alone = of("string", "a");
    fingerprinter.start("string");
    fingerprinter.add(new byte[] {1, 2, 3}, 0, 3);
    assertThat(of("string", "a")).isEqualTo(alone);
  }

  @Test
  void survivesBytesAndHex() {
    Fingerprint fingerprint = of("string", "x");
    assertThat(Fingerprint.ofBytes(fingerprint.toBytes())).isEqualTo(fingerprint);
    assertThat(Fingerprint.ofHex(fingerprint.toHex())).isEqualTo(fingerprint);
    assertThat(fingerprint.toHex()).hasSize(32);
  }
}
