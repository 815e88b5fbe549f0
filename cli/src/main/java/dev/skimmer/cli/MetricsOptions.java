package dev.skimmer.cli;

import dev.skimmer.cli.metrics.OtlpEndpoint;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.SyncResult;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options that say how a sync is monitored. */
final class MetricsOptions {
  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "With --watch: answers /metrics, /healthz and /readyz on this port of 127.0.0.1; 0 for any"
              + " that is free.")
  private Integer port;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description =
          "Writes metrics in the text format of Prometheus when the sync has ended, however it did;"
              + " with --watch after each pass.")
  private Path file;

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "Sends metrics by OTLP over HTTP to this receiver, such as http://127.0.0.1:4318, when the"
              + " sync has ended; with --watch each minute, too. Without the option"
              + " OTEL_EXPORTER_OTLP_ENDPOINT counts.")
  private String otlpEndpoint;

  /** Returns what does not fit how the sync is run. */
  Optional<String> objection(boolean watches, boolean isDryRun) {
    if (port != null && !watches) {
      return Optional.of("Nobody would ask before it ends. Add --watch, or use --metrics-file.");
    }
    if (port != null && (port < 0 || port > 65_535)) {
      return Optional.of("--metrics-port must be from 0 to 65535, but is %d.".formatted(port));
    }
    return isDryRun && (file != null || otlpEndpoint != null)
        ? Optional.of(
            "A dry run is no sync to measure. Leave out --dry-run, or --metrics-file and"
                + " --otlp-endpoint.")
        : Optional.empty();
  }

  /** Returns what measures, where that is wanted. */
  Optional<MeasuredSync> begin(Pipeline pipeline, Consumer<SyncResult> report) {
    Optional<OtlpEndpoint> receiver =
        OtlpEndpoint.of(Optional.ofNullable(otlpEndpoint), System.getenv());
    return port == null && file == null && receiver.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MeasuredSync(
                pipeline.name(),
                Optional.ofNullable(file),
                Optional.ofNullable(port),
                receiver,
                report));
  }
}
