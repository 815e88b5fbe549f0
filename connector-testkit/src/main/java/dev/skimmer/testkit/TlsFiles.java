package dev.skimmer.testkit;

import java.nio.file.Path;

/**
 * A certificate and its key as PEM files.
 *
 * @param certificate of a server or client
 * @param key PKCS #8, without a password
 * @param authority certificate of who issued the certificate
 */
public record TlsFiles(Path certificate, Path key, Path authority) {}
