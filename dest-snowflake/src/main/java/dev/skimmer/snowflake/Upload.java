package dev.skimmer.snowflake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one batch: a folder here while they are written, a folder in a temporary stage from
 * then on. The stage ends with the session and takes with it what a killed sync left there.
 */
final class Upload {
  private static final Logger LOGGER = LoggerFactory.getLogger(Upload.class);
  private static final String STAGE = "\"_SKIMMER_UPLOAD\"";

  private final Connection connection;
  private final String place = "@" + STAGE + "/" + UUID.randomUUID();
  private Optional<Path> folder = Optional.empty();
  private boolean uploaded;
  private int files;

  Upload(Connection connection) {
    this.connection = connection;
  }

  /** Returns where the files are, as COPY INTO takes it. */
  String place() {
    return place + "/";
  }

  /** Begins a file here. */
  CsvFile newFile() throws IOException {
    if (folder.isEmpty()) {
      folder = Optional.of(OwnFiles.createFolder());
    }
    files++;
    return CsvFile.create(folder.get().resolve("rows-%d.csv.gz".formatted(files)));
  }

  /**
   * Uploads a finished file, and deletes it here.
   *
   * @return its name in the stage
   */
  String put(CsvFile file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!uploaded) {
        statement.execute("CREATE TEMPORARY STAGE IF NOT EXISTS " + STAGE);
        uploaded = true;
      }
      requireUploaded(statement.executeQuery(putSql(file.path(), place)));
    } finally {
      file.discard();
    }
    return file.path().getFileName().toString();
  }

  /** Removes the files from the stage; never throws. */
  void remove() {
    if (!uploaded) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("REMOVE " + place());
    } catch (SQLException e) {
      LOGGER.debug("Files stay in the stage until the session ends", e);
    }
  }

  /** Deletes the folder here, which is empty by now; never throws. */
  void close() {
    try {
      if (folder.isPresent()) {
        Files.deleteIfExists(folder.get());
      }
    } catch (IOException e) {
      LOGGER.debug("The folder {} stays", folder.get(), e);
    }
  }

  static String putSql(Path file, String place) {
    String path = file.toAbsolutePath().toString().replace('\\', '/').replace("'", "\\'");
    return "PUT 'file://%s' %s AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = GZIP OVERWRITE = TRUE"
        .formatted(path, place);
  }

  private static void requireUploaded(ResultSet result) throws SQLException {
    while (result.next()) {
      String status = result.getString("status");
      if (!"UPLOADED".equals(status)) {
        throw new SQLException(
            "An upload ended with " + status + ": " + result.getString("message"));
      }
    }
  }
}
