package dev.skimmer.cli.report;

import dev.skimmer.cli.file.WholeFile;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a page goes. It holds names of keys, so that nobody but its owner may read it; and it takes
 * the place of an earlier page alone.
 */
public record ReportFile(Path path) {
  private static final int MOST_BYTES = 64 << 20;

  /**
   * Makes sure that nothing but an earlier page would be replaced.
   *
   * @throws ConnectorException when something else is there
   */
  public void requireReplaceable() {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isReport()) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "%s is there already, and is no report that could be replaced. Name another file with --file."
              .formatted(Printable.quoted(path.toString())));
    }
  }

  private boolean isReport() {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] expected = ReportPage.BEGINNING.getBytes(StandardCharsets.UTF_8);
      return Arrays.equals(in.readNBytes(expected.length), expected);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the earlier report that is there; empty where none can be read. */
  public Optional<EarlierReport> earlier() {
    try {
      return Files.isRegularFile(path) && Files.size(path) <= MOST_BYTES
          ? EarlierReport.parse(Files.readString(path))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes a page, as a whole or not at all.
   *
   * @throws ConnectorException when it cannot be written
   */
  public void write(String page) {
    requireReplaceable();
    try {
      WholeFile.write(path, page, WholeFile.OWNERS_ONLY);
    } catch (IOException e) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "Cannot write the report to %s (%s). Name a file with --file that can be written."
              .formatted(Printable.quoted(path.toString()), e.getClass().getSimpleName()),
          e);
    }
  }
}
