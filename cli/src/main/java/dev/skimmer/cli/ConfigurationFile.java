package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.file.WholeFile;
import dev.skimmer.cli.text.Json;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/** Writes a new configuration, which nobody but its owner may read. */
final class ConfigurationFile {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path path;

  ConfigurationFile(Path path) {
    this.path = path;
  }

  String name() {
    return Console.printable(path.toString());
  }

  /** Makes sure, before anybody is asked anything, that nothing would be overwritten. */
  void requireAbsent() {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw isThere();
    }
  }

  /** Writes the file with its permissions from the start. */
  void write(Map<String, String> values, ConfigurationKeys keys) {
    try (SeekableByteChannel file = Files.newByteChannel(path, NEW, WholeFile.ownersOnly())) {
      Channels.newOutputStream(file)
          .write((json(values, keys) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw isThere();
    } catch (IOException e) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "Cannot write %s (%s). Name a file in a folder that is there and may be written to."
              .formatted(name(), e.getClass().getSimpleName()),
          e);
    }
  }

  private static String json(Map<String, String> values, ConfigurationKeys keys) {
    ObjectNode object = Json.object();
    values.forEach(
        (key, value) -> {
          if (keys.isNatural(key) && value.matches("true|false")) {
            object.put(key, Boolean.parseBoolean(value));
          } else if (keys.isNatural(key) && value.matches("\\d{1,18}")) {
            object.put(key, Long.parseLong(value));
          } else {
            object.put(key, value);
          }
        });
    return object.toPrettyString();
  }

  private ConnectorException isThere() {
    return new ConnectorException(
        ErrorCode.CONFIG_INVALID,
        "%s is there already, and init overwrites nothing. Name another file, or remove this one."
            .formatted(name()));
  }
}
