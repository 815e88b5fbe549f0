package dev.skimmer.dragonfly.connect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.spi.ConnectorException;
import io.lettuce.core.SslOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to encrypt a connection. Files are PEM; the key is PKCS #8 without a password.
 *
 * @param authorities certificates to trust instead of the platform's
 * @param certificate what we identify ourselves with
 * @param key the key of {@code certificate}
 * @param verify whether the server has to prove who it is
 */
public record TlsSettings(
    Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key, boolean verify) {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /**
   * Translates the settings into the driver's.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} when a file cannot be read
   */
  SslOptions toOptions(Duration timeout) {
    SslOptions.Builder options =
        SslOptions.builder().jdkSslProvider().protocols(PROTOCOLS).handshakeTimeout(timeout);
    authorities.ifPresent(file -> options.trustManager(readable("ssl_ca_file", file).toFile()));
    if (certificate.isPresent() && key.isPresent()) {
      options.keyManager(
          readable("ssl_cert_file", certificate.get()).toFile(),
          readable("ssl_key_file", key.get()).toFile(),
          new char[0]);
    }
    return options.build();
  }

  private static Path readable(String property, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "%s names %s, which cannot be read. Check the path and its permissions."
              .formatted(property, file));
    }
    return file;
  }
}
