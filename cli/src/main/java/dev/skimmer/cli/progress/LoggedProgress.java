package dev.skimmer.cli.progress;

import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncProgress;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Puts figures about a sync that takes long into the log, every ten seconds. */
final class LoggedProgress implements SyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedProgress.class);

  private final LongSupplier nanos;
  private final Pace pace = new Pace();
  private long loggedAt;

  LoggedProgress(LongSupplier nanos) {
    this.nanos = nanos;
    this.loggedAt = nanos.getAsLong();
  }

  @Override
  public void onProgress(SyncProgress progress) {
    long now = nanos.getAsLong();
    pace.add(now, progress.scanned());
    if (now - loggedAt >= PlainProgress.INTERVAL_NANOS) {
      loggedAt = now;
      log(progress);
    }
  }

  private void log(SyncProgress progress) {
    LoggingEventBuilder event =
        LOG.atInfo()
            .addKeyValue("phase", progress.phase().name().toLowerCase(Locale.ROOT))
            .addKeyValue("keys", progress.scanned())
            .addKeyValue("changed", progress.changed())
            .addKeyValue("errors", progress.errors())
            .addKeyValue("bytes_read", progress.bytesRead());
    event = with(event, "expected", progress.expected());
    with(event, "keys_per_second", pace.keysPerSecond()).log("progress");
  }

  private static LoggingEventBuilder with(
      LoggingEventBuilder event, String key, OptionalLong value) {
    return value.isPresent() ? event.addKeyValue(key, value.getAsLong()) : event;
  }
}
