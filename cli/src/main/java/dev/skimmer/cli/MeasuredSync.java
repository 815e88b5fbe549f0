package dev.skimmer.cli;

import dev.skimmer.cli.metrics.MetricsFile;
import dev.skimmer.cli.metrics.MetricsServer;
import dev.skimmer.cli.metrics.OtlpEndpoint;
import dev.skimmer.cli.metrics.OtlpPush;
import dev.skimmer.cli.metrics.SyncMetrics;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.engine.WatchListener;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Measures syncs for whom monitoring was asked for; its classes are loaded for nobody else. */
final class MeasuredSync implements WatchListener, AutoCloseable {
  private final SyncMetrics metrics;
  private final Optional<MetricsFile> file;
  private final Optional<MetricsServer> server;
  private final Optional<OtlpPush> push;
  private final Consumer<SyncResult> report;

  /**
   * Begins to measure.
   *
   * @param report is told of each pass, too
   */
  MeasuredSync(
      String pipeline,
      Optional<Path> file,
      Optional<Integer> port,
      Optional<OtlpEndpoint> receiver,
      Consumer<SyncResult> report) {
    this.metrics = new SyncMetrics(pipeline, Clock.systemUTC());
    this.file = file.map(path -> new MetricsFile(path, pipeline, metrics));
    this.server = port.map(number -> MetricsServer.start(number, metrics));
    this.push =
        receiver.flatMap(
            endpoint -> OtlpPush.begin(endpoint, Version.of(MeasuredSync.class), metrics));
    this.report = report;
  }

  /** Returns where the metrics are asked for, where they can be. */
  Optional<String> url() {
    return server.map(MetricsServer::url);
  }

  /** Runs a sync, and writes how it went whatever that is. */
  SyncResult run(Supplier<SyncResult> sync) {
    try {
      SyncResult result = sync.get();
      onPass(result);
      return result;
    } catch (ConnectorException e) {
      onFailure(e);
      throw e;
    } catch (RuntimeException e) {
      failed(ErrorCode.BUG);
      throw e;
    }
  }

  @Override
  public void onPass(SyncResult result) {
    metrics.ended(result);
    file.ifPresent(MetricsFile::write);
    report.accept(result);
  }

  @Override
  public void onFailure(ConnectorException failure) {
    failed(failure.code());
  }

  private void failed(ErrorCode code) {
    metrics.failed(code);
    file.ifPresent(MetricsFile::write);
  }

  @Override
  public void close() {
    push.ifPresent(OtlpPush::close);
    server.ifPresent(MetricsServer::close);
  }
}
