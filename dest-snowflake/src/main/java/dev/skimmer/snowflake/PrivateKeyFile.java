package dev.skimmer.snowflake;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks into a private key file before the driver does, whose complaints nobody understands. */
final class PrivateKeyFile {
  private static final String ENCRYPTED = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
  private static final String PLAIN = "-----BEGIN PRIVATE KEY-----";

  private PrivateKeyFile() {}

  /**
   * Refuses a file that cannot be what it should.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID}
   */
  static void check(SnowflakeConfig config) {
    config.privateKeyFile().ifPresent(file -> check(file, config.privateKeyPwd().isPresent()));
  }

  private static void check(Path file, boolean hasPassphrase) {
    String text = read(file);
    if (text.contains(ENCRYPTED)) {
      if (!hasPassphrase) {
        throw invalid(file, "is encrypted. Give its passphrase as private_key_pwd.");
      }
    } else if (!text.contains(PLAIN)) {
      throw invalid(
          file,
          "holds no private key in PKCS #8 form. Convert it: openssl pkcs8 -topk8 -in KEY -out KEY.p8");
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "Cannot read the private_key_file %s (%s). Name a file that this user may read."
              .formatted(Printable.quoted(file.toString()), e.getClass().getSimpleName()),
          e);
    }
  }

  private static ConnectorException invalid(Path file, String reason) {
    return new ConnectorException(
        CONFIG_INVALID,
        "The private_key_file %s %s".formatted(Printable.quoted(file.toString()), reason));
  }
}
