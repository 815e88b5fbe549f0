package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriversTest {
  /** A class file of a Java that is far away; nothing behind the version is read. */
  private static final byte[] OF_A_LATER_JAVA = {
    (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0x7F, 0, 0, 1
  };

  @TempDir private Path folder;

  @Test
  void aDriverThatNeedsANewerJavaIsNamedWhereNoOtherAcceptsTheUrl() throws IOException {
    Path jar = folder.resolve("new.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/services/java.sql.Driver"));
      out.write("later.Driver".getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry("later/Driver.class"));
      out.write(OF_A_LATER_JAVA);
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      assertThatThrownBy(() -> Drivers.accepting(JdbcUrl.of("jdbc:later:shop")))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("no JDBC driver accepts this URL")
          .hasMessageContaining("later/Driver");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
