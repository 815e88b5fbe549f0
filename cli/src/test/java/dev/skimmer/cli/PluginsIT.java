package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JDBC drivers and connectors that are not on the class path. */
class PluginsIT {
  private static RedisServerFixture server;

  @TempDir private Path folder;
  private Path drivers;
  private Path driver;
  private String url;
  private String config;

  @BeforeAll
  static void startServer() {
    server = RedisServerFixture.start();
    try (RespClient client = server.client()) {
      client.call("SET", "greeting", "hello");
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void copyDriver() throws IOException {
    drivers = Files.createDirectory(folder.resolve("drivers"));
    driver = Files.copy(CliRun.jar("h2-"), drivers.resolve("h2.jar"));
    url = "jdbc:h2:" + folder.resolve("shop");
    config = CliRun.config(folder, Map.of("host", "127.0.0.1", "port", server.port())).toString();
  }

  /** Runs a command in a JVM whose class path has no driver for H2. */
  private String run(int exitCode, List<String> jvm, String... arguments) throws IOException {
    return runOn(CliRun.classPathWithout("h2-"), exitCode, jvm, arguments);
  }

  private String runOn(String classPath, int exitCode, List<String> jvm, String... arguments)
      throws IOException {
    Path log = folder.resolve("log");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of(config, "--to", url));
    Process process = CliRun.start(jvm, classPath, folder, log, all.toArray(String[]::new));
    int ended = CliRun.exitCodeOf(process);
    String output = Files.readString(log);
    assertThat(ended).as(output).isEqualTo(exitCode);
    return output;
  }

  private long rows() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM \"dragonfly_data\" WHERE \"value\"='hello'")) {
      result.next();
      return result.getLong(1);
    }
  }

  @Test
  void aDriverThatIsNotThereIsMissedWithAWordOnHowToAddIt() throws IOException {
    assertThat(run(2, List.of(), "check"))
        .contains("no JDBC driver accepts this URL", "folder drivers", "--driver-path");
  }

  @Test
  void aDriverIsLoadedFromAJarThatIsNamed() throws IOException, SQLException {
    run(0, List.of(), "sync", "--driver-path", driver.toString());
    assertThat(rows()).isEqualTo(1);
    assertThat(run(0, List.of(), "check", "--driver-path", drivers.toString())).contains("H2");
  }

  @Test
  void aDriverIsLoadedFromTheFolderOfDrivers() throws IOException, SQLException {
    run(0, List.of("-D" + Plugins.FOLDER_PROPERTY + "=" + drivers), "sync");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void theFolderOfDriversIsBesideThatOfTheLibraries() throws IOException, SQLException {
    Path lib = Files.createDirectory(folder.resolve("lib"));
    Path cli = Files.copy(CliRun.jar("cli-"), lib.resolve("cli.jar"));
    String classPath = cli + File.pathSeparator + CliRun.classPathWithout("h2-", "cli-");
    runOn(classPath, 0, List.of(), "sync");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void aPathThatIsNotThereIsRefused() throws IOException {
    assertThat(run(2, List.of(), "sync", "--driver-path", folder.resolve("no.jar").toString()))
        .contains("no.jar", "it is not there");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(run(2, List.of(), "sync", "--driver-path", empty.toString()))
        .contains("the folder holds no jar");
  }

  @Test
  void aConnectorThatCannotBeLoadedIsNamed() throws IOException {
    Path broken = folder.resolve("broken.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(broken))) {
      jar.putNextEntry(new ZipEntry("META-INF/services/dev.skimmer.spi.Source"));
      jar.write("shop.MissingSource".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(run(2, List.of(), "sync", "--driver-path", broken.toString()))
        .contains("Cannot load a connector", "shop.MissingSource");
  }

  @Test
  void anUnknownConnectorIsAnsweredWithThoseThatAreThereAndHowToAddOne() throws IOException {
    url = "paper:shop";
    assertThat(run(2, List.of(), "sync", "--set", "source=csv"))
        .contains("there is no \"csv\"; there are: dragonfly", "there is no \"paper\"")
        .contains("duckdb, jdbc", "--driver-path");
  }
}
