package dev.skimmer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority for tests, made by the JDK's {@code keytool}. */
public final class TlsAuthority {
  private static final String PASSWORD = "for-tests-only";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path directory;
  private final Path certificate;

  private TlsAuthority(Path directory, Path certificate) {
    this.directory = directory;
    this.certificate = certificate;
  }

  /**
   * Founds an authority.
   *
   * @param directory where its files go
   * @param name that its certificate holds
   */
  public static TlsAuthority create(Path directory, String name) throws IOException {
    TlsAuthority authority = new TlsAuthority(directory, directory.resolve("authority.pem"));
    authority.makeKey("authority", name, "bc:c");
    authority.keytool("authority", "-exportcert", "-rfc", "-file", authority.certificate);
    return authority;
  }

  /**
   * Issues a certificate.
   *
   * @param name of its files
   * @param names whom it is for, as {@code keytool} writes it, such as {@code ip:127.0.0.1}
   * @param start when it becomes valid, such as {@code -1d}
   * @param days for how long
   */
  public TlsFiles issue(String name, String names, String start, int days)
      throws IOException, GeneralSecurityException {
    Path request = directory.resolve(name + ".request");
    Path issued = directory.resolve(name + ".pem");
    makeKey(name, name, "san=" + names);
    keytool(name, "-certreq", "-file", request);
    keytool(
        "authority",
        "-gencert",
        "-rfc",
        "-infile",
        request,
        "-outfile",
        issued,
        "-ext",
        "san=" + names,
        "-startdate",
        start,
        "-validity",
        days);
    return new TlsFiles(issued, exportKey(name), certificate);
  }

  private void makeKey(String name, String commonName, String extension) throws IOException {
    keytool(
        name,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=" + commonName,
        "-ext",
        extension,
        "-startdate",
        "-100d",
        "-validity",
        "3650");
  }

  private Path exportKey(String name) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(name))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
    String text =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(LINES.encodeToString(key));
    return Files.writeString(directory.resolve(name + ".key"), text);
  }

  private Path store(String name) {
    return directory.resolve(name + ".p12");
  }

  private void keytool(String name, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    command.addAll(List.of("-alias", name, "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store(name).toString()));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while keytool ran", e);
    }
  }
}
