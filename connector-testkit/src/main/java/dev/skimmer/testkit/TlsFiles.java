package dev.skimmer.testkit;

import java.nio.file.Path;

/**
 * A certificate and its key as PEM files.
 *
 * @param certificate of a server or client
 * @param key PKCS #8, without a password
 * @param authority certificate of who issued the certificate
 */
public record TlsFiles(Path certificate, Path key, Path authority) {
  /**
   * Returns the arguments with which a {@link RedisServerFixture} speaks TLS on a port of its own.
   *
   * @param authenticateClients as {@code tls-auth-clients} takes it: {@code yes} or {@code no}
   */
  public String[] serverArguments(int port, String authenticateClients) {
    return new String[] {
      "--tls-port",
      Integer.toString(port),
      "--tls-cert-file",
      certificate.toString(),
      "--tls-key-file",
      key.toString(),
      "--tls-ca-cert-file",
      authority.toString(),
      "--tls-auth-clients",
      authenticateClients
    };
  }
}
