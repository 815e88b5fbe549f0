package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.config.References;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fact;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with a jar that a user has added. */
class PluginsTest {
  @TempDir private Path folder;

  @Test
  void aFileThatIsNoJarIsNamed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jar"), "<html>not found</html>");
    List<String> named = List.of(broken.toString());
    List<String> inFolder = List.of(folder.toString());
    for (List<String> paths : List.of(named, inFolder)) {
      assertThatThrownBy(() -> Plugins.load(paths))
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("broken.jar")
          .hasMessageContaining("no jar");
    }
  }

  @Test
  void aPathMayHoldSpacesCommasAndSigns() throws IOException {
    Path first = jar("a b, c#d%20é+.jar", "first");
    Path second = jar("second.jar", "second");
    Plugins plugins = Plugins.load(List.of(first + File.pathSeparator + second));
    assertThat(plugins.loader().getResource("first")).isNotNull();
    assertThat(plugins.loader().getResource("second")).isNotNull();
  }

  @Test
  void aConnectorThatMissesAClassWhereItsReferenceIsReadIsNamed() {
    Connectors connectors = Connectors.of(List.of(), List.of(new Incomplete()));
    ConfigurationReader reader = new ConfigurationReader(connectors, new References(Map.of()));
    assertThatThrownBy(() -> reader.read("shop", Map.of("destination", "paper:x"), Map.of()))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("The connector paper needs a class that is not there (shop/Missing)");
  }

  @Test
  void aDestinationThatIsNotThereIsNamedWithoutWhatFollows() {
    Connectors connectors = Connectors.of(List.of(), List.of(new Incomplete()));
    ConfigurationReader reader = new ConfigurationReader(connectors, new References(Map.of()));
    Map<String, String> values = Map.of("destination", "snowflake//shop/a/b?password=hunter2");
    assertThatThrownBy(() -> reader.read("shop", values, Map.of()))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("there is no \"snowflake\"")
        .hasMessageNotContaining("hunter2");
  }

  private Path jar(String name, String entry) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(entry));
      out.write(entry.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private record Nothing() {}

  /** What a destination is whose jar lies there without those that it needs. */
  private static final class Incomplete implements Destination<Nothing> {
    @Override
    public String name() {
      return "paper";
    }

    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public Map<String, String> parse(String reference) {
      throw new NoClassDefFoundError("shop/Missing");
    }

    @Override
    public Session open(Nothing config, Context context) {
      throw new AssertionError("Nobody opens it");
    }

    @Override
    public List<Fact> check(Nothing config, Context context) {
      throw new AssertionError("Nobody checks it");
    }
  }
}
