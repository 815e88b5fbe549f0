package dev.skimmer.duckdb;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;
import static dev.skimmer.spi.ErrorCode.DESTINATION_FAILED;
import static dev.skimmer.spi.ErrorCode.PIPELINE_BUSY;

import dev.skimmer.jdbc.SqlFailures;
import dev.skimmer.spi.ConnectorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/** A DuckDB file on disk: what is wrong with its place, and how to open it. */
final class DuckDbFile {
  private static final Pattern LOCK_HOLDER =
      Pattern.compile("lock is held in (.+?) \\(PID (\\d+)\\)");

  private final Path path;

  DuckDbFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  Path path() {
    return path;
  }

  String description() {
    return "DuckDB file " + path;
  }

  /** Refuses a place where no file can be written. */
  void requirePlace() {
    Path folder = path.getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "Cannot open %s: it is a folder. Give the path of a file.".formatted(description()));
    }
    if (!Files.isDirectory(folder)) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "Cannot open %s: the folder %s does not exist. Create it, or correct the path."
              .formatted(description(), folder));
    }
    if (!Files.isWritable(Files.exists(path) ? path : folder)) {
      throw new ConnectorException(
          DESTINATION_FAILED,
          "Cannot open %s: this user may not write there. Change the permissions, or choose another path."
              .formatted(description()));
    }
  }

  /**
   * Opens the file, creating it where there is none. No setting is passed, because one process may
   * open a file twice only with equal ones.
   */
  DuckDBConnection open() {
    requirePlace();
    try {
      // Absolute, so that no beginning of a name is taken for the scheme of an extension.
      return connect("jdbc:duckdb:" + path);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  /** Opens an empty database that leaves no trace. */
  static DuckDBConnection openMemory() throws SQLException {
    return connect("jdbc:duckdb:");
  }

  private static DuckDBConnection connect(String url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    try {
      DuckDBConnection connection = DuckDBConnection.newConnection(url, false, "", properties);
      NativeLibraryFile.deleteUnpacked();
      return connection;
    } catch (LinkageError e) {
      throw new ConnectorException(
          DESTINATION_FAILED,
          "Cannot load DuckDB's native library, some 70 MB that are unpacked into %s. Check that there is room, that programs may run from there, and that this platform is supported; -Djava.io.tmpdir names another folder."
              .formatted(System.getProperty("java.io.tmpdir")),
          e);
    }
  }

  private ConnectorException translate(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher holder = LOCK_HOLDER.matcher(message);
    if (holder.find()) {
      return new ConnectorException(
          PIPELINE_BUSY,
          "Cannot open %s: process %s (%s) has it open. Wait until it is done, or end it; DuckDB lets one process at a time write a file."
              .formatted(description(), holder.group(2), holder.group(1)),
          failure);
    }
    if (message.toLowerCase(Locale.ROOT).contains("not a valid duckdb database file")) {
      return new ConnectorException(
          DESTINATION_FAILED,
          "Cannot open %s: it is not a DuckDB file. Choose another path, or move that file away."
              .formatted(description()),
          failure);
    }
    return new SqlFailures(new DuckDbDialect(DuckDbConfig.of(path)), description())
        .translate("open the database", failure);
  }
}
