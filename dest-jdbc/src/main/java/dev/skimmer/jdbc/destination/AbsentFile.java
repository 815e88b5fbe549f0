package dev.skimmer.jdbc.destination;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.text.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Describes an embedded database that is not there yet, without its driver, which would create it.
 *
 * @param config names the database
 * @param file that a sync would create
 */
record AbsentFile(JdbcConfig config, Path file) {
  /**
   * Tells what a sync would create.
   *
   * @throws ConnectorException when the driver is missing, or the file cannot be created
   */
  List<Fact> facts() {
    JdbcUrl url = JdbcUrl.of(config.url());
    Drivers.accepting(url);
    Path folder = existingFolder();
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new ConnectorException(
          ErrorCode.DESTINATION_FAILED,
          "Cannot create %s: %s is no folder that this user may write to. Change the permissions, or choose another path."
              .formatted(url.printable(), Printable.brief(folder.toString())));
    }
    return List.of(
        new Fact("destination", JdbcDatabase.describe(config)),
        new Fact("file", "does not exist yet; a sync creates it"));
  }

  /** Returns the folder of the file; for H2, which creates folders, the nearest that is there. */
  private Path existingFolder() {
    Path folder = file.toAbsolutePath().getParent();
    while (config.url().startsWith("jdbc:h2:")
        && !Files.exists(folder)
        && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return folder;
  }
}
