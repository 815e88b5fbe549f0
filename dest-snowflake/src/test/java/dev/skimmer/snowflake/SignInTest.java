package dev.skimmer.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  private static final String PASSPHRASE = "open sesame";
  private static final String CIPHER = "PBEWithSHA1AndDESede";

  @TempDir Path folder;

  private final EmulatorSchema schema = EmulatorSchema.create();
  private Path plainKey;
  private Path encryptedKey;

  @BeforeEach
  void writeKeys() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    plainKey = pem("plain.p8", "PRIVATE KEY", key);
    encryptedKey = pem("encrypted.p8", "ENCRYPTED PRIVATE KEY", encrypted(key));
  }

  @Test
  void signsInWithAPrivateKey() {
    schema.open(keys -> useKey(keys, plainKey)).close();
  }

  @Test
  void signsInWithAnEncryptedPrivateKey() {
    schema
        .open(
            keys -> {
              useKey(keys, encryptedKey);
              keys.put("private_key_pwd", PASSPHRASE);
            })
        .close();
  }

  @Test
  void saysWhatIsWrongWithAPrivateKeyAndNeverItsPassphrase() {
    assertThat(failure(encryptedKey, "wrong passphrase"))
        .hasMessageContaining("private_key_pwd")
        .hasMessageNotContaining("wrong passphrase")
        .extracting("code")
        .isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(failure(encryptedKey, "")).hasMessageContaining("is encrypted");
    assertThat(failure(folder.resolve("none.p8"), "")).hasMessageContaining("Cannot read");
    assertThat(failure(pem("old.pem", "RSA PRIVATE KEY", new byte[64]), ""))
        .hasMessageContaining("openssl pkcs8");
  }

  @Test
  void checkTellsWhereItIsAndChangesNothing() {
    List<Fact> facts = new SnowflakeDestination().check(schema.config(), Context.system());
    assertThat(facts)
        .contains(
            new Fact("role", "EMULATED_ROLE"),
            new Fact("warehouse", "EMULATED_WAREHOUSE"),
            new Fact("schema", "SKIMMER." + schema.name()));
    assertThat(
            schema.query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                    + schema.name()
                    + "'"))
        .isEmpty();
  }

  @Test
  void saysThatNoAccountAnswers() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    SnowflakeConfig config = Configs.emulator(server.getAddress().getPort(), "PUBLIC");
    ConnectorException failure =
        catchThrowableOfType(
            ConnectorException.class,
            () -> new SnowflakeDestination().check(config, Context.system()));
    server.stop(0);
    assertThat(failure).hasMessageContaining("no account answers at 127.0.0.1");
    assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(failure).hasMessageNotContaining("not a secret");
  }

  @Test
  void asksTheEngineToLetChangesGather() {
    try (Destination.Session session = schema.open()) {
      assertThat(session.minimumCommitInterval()).isEqualTo(Duration.ofSeconds(60));
    }
  }

  private ConnectorException failure(Path key, String passphrase) {
    return catchThrowableOfType(
        ConnectorException.class,
        () ->
            schema.open(
                keys -> {
                  useKey(keys, key);
                  keys.put("private_key_pwd", passphrase);
                }));
  }

  private static void useKey(Map<String, String> keys, Path key) {
    keys.remove("password");
    keys.put("account", "emulated");
    keys.put("private_key_file", key.toString());
  }

  private static byte[] encrypted(byte[] key) throws IOException, GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(CIPHER)
            .generateSecret(new PBEKeySpec(PASSPHRASE.toCharArray())));
    AlgorithmParameters parameters = cipher.getParameters();
    return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key)).getEncoded();
  }

  private Path pem(String name, String kind, byte[] content) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    try {
      return Files.writeString(
          folder.resolve(name),
          "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, base64));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
