package dev.skimmer.cli.metrics;

import dev.skimmer.cli.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for the textfile collector of a node exporter, which reads it at any moment: it is
 * replaced as a whole. It holds no secret, and whoever collects it is another user, so all may read
 * it.
 */
public final class MetricsFile {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsFile.class);

  private final Path path;
  private final SyncMetrics metrics;

  /** Takes over from an earlier run when the last success was: a failed run has none of its own. */
  public MetricsFile(Path path, String pipeline, SyncMetrics metrics) {
    this.path = path;
    this.metrics = metrics;
    earlierSuccess(pipeline).ifPresent(metrics::lastSuccess);
  }

  private Optional<Instant> earlierSuccess(String pipeline) {
    Pattern line =
        Pattern.compile(
            "^%s\\{pipeline=\"%s\"\\} ([0-9.E+]+)$"
                .formatted(Metric.LAST_SUCCESS.exposedName(), Pattern.quote(escaped(pipeline))),
            Pattern.MULTILINE);
    try {
      return Files.exists(path)
          ? line.matcher(Files.readString(path))
              .results()
              .map((MatchResult match) -> Double.parseDouble(match.group(1)))
              .map(seconds -> Instant.ofEpochMilli(Math.round(seconds * 1000)))
              .findFirst()
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Writes the metrics as they are; a failure is a warning, for the sync is more than they are. */
  public void write() {
    try {
      WholeFile.write(path, metrics.text(), "rw-r--r--");
    } catch (IOException e) {
      LOG.warn("Cannot write the metrics to {}: {}. Correct --metrics-file.", path, e.toString());
    }
  }
}
