package dev.skimmer.state;

import static dev.skimmer.spi.ErrorCode.COMMIT_UNKNOWN;
import static dev.skimmer.spi.ErrorCode.DESTINATION_FAILED;
import static dev.skimmer.spi.ErrorCode.STATE_CONFLICT;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.StoredState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Keeps the state of one pipeline in one file, for a destination that cannot host it. While it is
 * open no other process, and nobody else in this one, can open the same pipeline in the same
 * folder.
 *
 * <p>A file is replaced as a whole: written beside the old one, forced to the disk, and renamed. A
 * crash leaves the old state or the new one. A file that is damaged, cut off or written by a newer
 * version is refused by name and never overwritten.
 *
 * <p>What it cannot promise: rows and state are <em>not</em> one transaction. After a crash between
 * the two, the rows of the last commit are there and the state is the one before, so the next sync
 * writes them again: at least once. Only a destination may use it whose writes can be repeated,
 * that is, which replaces the row of a primary key, even where {@link
 * dev.skimmer.spi.Upsert#known()} says that there is none; a log that only appends may not. The
 * folder has to be on a file system with locks, atomic renames and a {@code fsync} that is one: a
 * local one, and of network file systems only those that say so. Copying the folder to another
 * machine does not stop the sync there; only the destination itself could do that.
 *
 * <p>Safe for concurrent use.
 */
public final class FileStateStore implements StateStore, AutoCloseable {
  private static final int MAX_READABLE_CHARS = 40;

  private final StateFile file;
  private final StateLock lock;

  private FileStateStore(StateFile file, StateLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Opens the state of a pipeline and locks it until {@link #close}.
   *
   * @param folder created where there is none
   * @throws ConnectorException with {@code PIPELINE_BUSY} when somebody else has it open
   */
  public static FileStateStore open(Path folder, String pipeline) {
    Path path = folder.resolve(nameOf(pipeline) + ".state");
    try {
      Files.createDirectories(folder);
      StateLock lock = StateLock.take(folder.resolve(nameOf(pipeline) + ".lock"), pipeline);
      return new FileStateStore(new StateFile(path, pipeline), lock);
    } catch (IOException e) {
      throw failed("open", path, e);
    }
  }

  @Override
  public synchronized Optional<StoredState> load() {
    lock.requireHeld();
    try {
      return Optional.of(file.decode(Files.readAllBytes(file.path())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", file.path(), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>{@code COMMIT_UNKNOWN} when the file was replaced, but may not outlast a power failure.
   */
  @Override
  public synchronized void replace(StateChange change) {
    requireExpected(change);
    Path path = file.path();
    Path next = path.resolveSibling(path.getFileName() + ".new");
    try {
      writeForced(next, file.encode(change.next()));
      FailPoints.pass("before the state is renamed");
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      FailPoints.pass("after the state is renamed");
    } catch (IOException e) {
      throw failed("write", path, e);
    }
    forceFolder(path);
  }

  /**
   * Checks that the stored state is the expected one of a change.
   *
   * @throws ConnectorException with {@code STATE_CONFLICT} when it is not
   */
  void requireExpected(StateChange change) {
    Optional<StoredState> stored = load();
    boolean same =
        stored.isPresent() == change.expected().isPresent()
            && stored.stream().allMatch(state -> state.isSameCommit(change.expected().get()));
    if (!same) {
      throw new ConnectorException(
          STATE_CONFLICT,
          "The state of pipeline '%s' in %s is not the expected one. Another sync has written meanwhile. Nothing was changed; run one sync at a time."
              .formatted(file.pipeline(), file.path()));
    }
  }

  /** Gives the pipeline free; never throws, and may be called twice. */
  @Override
  public void close() {
    lock.close();
  }

  /** A name that every file system takes, and that differs for any two pipelines. */
  static String nameOf(String pipeline) {
    String readable = pipeline.replaceAll("[^A-Za-z0-9_-]", "_");
    String hash = HexFormat.of().formatHex(KeyHash.ofUtf8(pipeline).toBytes());
    return readable.substring(0, Math.min(readable.length(), MAX_READABLE_CHARS)) + "-" + hash;
  }

  private static void writeForced(Path path, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** Without it, the rename itself may be lost. Windows has no such thing and needs none. */
  private static void forceFolder(Path path) {
    if (path.getFileSystem().getSeparator().equals("\\")) {
      return;
    }
    try (FileChannel folder =
        FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      throw new ConnectorException(
          COMMIT_UNKNOWN,
          "The state in %s was replaced, but its folder could not be forced to the disk: %s. Read the state to know."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static ConnectorException failed(String action, Path path, IOException cause) {
    return new ConnectorException(
        DESTINATION_FAILED,
        "Cannot %s the state in %s: %s. What was stored before is kept; correct the cause and run again."
            .formatted(action, path, cause),
        cause);
  }
}
