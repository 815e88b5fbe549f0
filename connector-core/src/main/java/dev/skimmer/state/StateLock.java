package dev.skimmer.state;

import static dev.skimmer.spi.ErrorCode.PIPELINE_BUSY;

import dev.skimmer.spi.ConnectorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exclusive lock on a file of its own, which the operating system gives free when a process
 * ends, however it ends. The file stays, because whoever deletes it could let two others in.
 */
final class StateLock implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(StateLock.class);

  /**
   * What this JVM has locked. A POSIX system forgets all locks of a process on a file when that
   * process closes the file once, so nobody here may as much as open one that is locked.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private StateLock(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  static StateLock take(Path path, String pipeline) throws IOException {
    Path real = path.toAbsolutePath().getParent().toRealPath().resolve(path.getFileName());
    if (!HELD_HERE.add(real)) {
      throw busy(path, pipeline);
    }
    Optional<StateLock> lock = Optional.empty();
    try {
      lock = lock(real);
    } finally {
      if (lock.isEmpty()) {
        HELD_HERE.remove(real);
      }
    }
    return lock.orElseThrow(() -> busy(path, pipeline));
  }

  private static Optional<StateLock> lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? Optional.empty() : Optional.of(new StateLock(path, channel, lock));
  }

  private static ConnectorException busy(Path path, String pipeline) {
    return new ConnectorException(
        PIPELINE_BUSY,
        "The state of pipeline '%s' is in use: %s is locked. End the other sync, or wait until it is done."
            .formatted(pipeline, path));
  }

  void requireHeld() {
    if (!lock.isValid()) {
      throw new IllegalStateException("This state store is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOGGER.debug("Closing a lock failed", e);
    }
    HELD_HERE.remove(path);
  }
}
