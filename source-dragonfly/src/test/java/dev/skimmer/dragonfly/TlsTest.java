package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.TlsAuthority;
import dev.skimmer.testkit.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections, and why they fail. */
@Tag("promise-4")
class TlsTest {
  private static final String LOOPBACK = "ip:127.0.0.1";

  @TempDir private static Path directory;
  private static TlsAuthority authority;
  private static TlsFiles good;
  private static TlsFiles other;

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority = TlsAuthority.create(Files.createDirectory(directory.resolve("one")), "One");
    good = authority.issue("good", LOOPBACK, "-1d", 30);
    Path elsewhere = Files.createDirectory(directory.resolve("two"));
    other = TlsAuthority.create(elsewhere, "Two").issue("other", LOOPBACK, "-1d", 30);
  }

  private static RedisServerFixture start(TlsFiles files, int port, String authenticateClients) {
    return RedisServerFixture.start(files.serverArguments(port, authenticateClients));
  }

  private static DragonflyConfig config(
      int port, Optional<Path> trusted, Optional<TlsFiles> client, SslVerify verify) {
    TestConfigs config =
        TestConfigs.port(port)
            .with("ssl", "true")
            .with("ssl_verify", verify.name().toLowerCase(Locale.ROOT))
            .timeoutSeconds(2)
            .maxValueBytes(1_000_000);
    if (trusted.isPresent()) {
      config = config.with("ssl_ca_file", trusted.get().toString());
    }
    if (client.isPresent()) {
      config =
          config
              .with("ssl_cert_file", client.get().certificate().toString())
              .with("ssl_key_file", client.get().key().toString());
    }
    return config.build();
  }

  private static DragonflyConfig trusting(int port, TlsFiles files) {
    return config(port, Optional.of(files.authority()), Optional.empty(), SslVerify.FULL);
  }

  private static void connect(DragonflyConfig config) {
    try (Source.Session session = new DragonflySource().open(config, Context.system())) {
      assertThat(session.epoch().value()).isNotEmpty();
    }
  }

  private static void assertRefused(DragonflyConfig config, String reason) {
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> connect(config));
    assertThat(failure.getMessage()).contains(reason);
    assertThat(failure.code()).isEqualTo(ErrorCode.TLS_FAILED);
  }

  @Test
  void connectsToAServerWhoseCertificateIsTrusted() {
    int port = RedisServerFixture.freePort();
    try (RedisServerFixture server = start(good, port, "no")) {
      assertThat(server.port()).isNotEqualTo(port);
      connect(trusting(port, good));
    }
  }

  @Test
  void identifiesItselfByACertificate() {
    int port = RedisServerFixture.freePort();
    try (RedisServerFixture server = start(good, port, "yes")) {
      assertThat(server.port()).isNotEqualTo(port);
      connect(config(port, Optional.of(good.authority()), Optional.of(good), SslVerify.FULL));
    }
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() {
    int port = RedisServerFixture.freePort();
    try (RedisServerFixture server = start(good, port, "no")) {
      assertThat(server.port()).isNotEqualTo(port);
      assertRefused(trusting(port, other), "self-signed or from an unknown CA");
      connect(config(port, Optional.empty(), Optional.empty(), SslVerify.NONE));
    }
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    TlsFiles elsewhere = authority.issue("elsewhere", "dns:elsewhere.example", "-1d", 30);
    int port = RedisServerFixture.freePort();
    try (RedisServerFixture server = start(elsewhere, port, "no")) {
      assertThat(server.port()).isNotEqualTo(port);
      assertRefused(trusting(port, elsewhere), "another host name");
    }
  }

  @Test
  void refusesACertificateThatHasExpired() throws Exception {
    TlsFiles expired = authority.issue("expired", LOOPBACK, "-30d", 2);
    int port = RedisServerFixture.freePort();
    try (RedisServerFixture server = start(expired, port, "no")) {
      assertThat(server.port()).isNotEqualTo(port);
      assertRefused(trusting(port, expired), "expired");
    }
  }

  /** The newer server, as its OpenSSL still speaks the old protocols. */
  @Test
  void refusesAServerThatSpeaksOldProtocolsOnly() {
    int port = RedisServerFixture.freePort();
    List<String> arguments = new ArrayList<>(List.of(good.serverArguments(port, "no")));
    arguments.addAll(List.of("--tls-protocols", "TLSv1 TLSv1.1"));
    try (RedisServerFixture server =
        RedisServerFixture.startWithModules(arguments.toArray(new String[0]))) {
      assertThat(server.port()).isNotEqualTo(port);
      assertRefused(trusting(port, good), "TLS 1.2");
    }
  }

  @Test
  void asksForAClientCertificateWhereTheServerDoes() {
    int port = RedisServerFixture.freePort();
    try (RedisServerFixture server = start(good, port, "yes")) {
      assertThat(server.port()).isNotEqualTo(port);
      assertRefused(trusting(port, good), "ssl_cert_file");
    }
  }

  @Test
  void saysThatAPortMayNotSpeakTls() {
    try (RedisServerFixture server = RedisServerFixture.start()) {
      assertRefused(trusting(server.port(), good), "Set ssl to false");
    }
  }

  @Test
  void saysThatAPortMayExpectTls() {
    int port = RedisServerFixture.freePort();
    try (RedisServerFixture server = start(good, port, "no")) {
      assertThat(server.port()).isNotEqualTo(port);
      DragonflyConfig plain = TestConfigs.port(port).timeoutSeconds(2).build();
      ConnectorException failure =
          catchThrowableOfType(ConnectorException.class, () -> connect(plain));
      assertThat(failure.getMessage()).contains("set ssl to true");
    }
  }

  @Test
  void namesAFileThatCannotBeRead() {
    Path missing = directory.resolve("missing.pem");
    DragonflyConfig config = config(1, Optional.of(missing), Optional.empty(), SslVerify.FULL);
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> connect(config));
    assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(failure.getMessage()).contains("ssl_ca_file");
  }
}
