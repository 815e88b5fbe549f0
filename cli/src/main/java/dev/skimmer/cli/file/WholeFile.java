package dev.skimmer.cli.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files so that whoever reads one meets the old text or the new one, and no part of it. */
public final class WholeFile {
  /** Permissions by which nobody but the owner may read. */
  public static final String OWNERS_ONLY = "rw-------";

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private WholeFile() {}

  /**
   * Writes or replaces a file.
   *
   * @param permissions as {@code ls} prints them; where the system knows none, they mean nothing
   */
  public static void write(Path path, String text, String permissions) throws IOException {
    Path whole = path.toAbsolutePath();
    Path temporary = Files.createTempFile(whole.getParent(), ".skimmer-", ".tmp", ownersOnly());
    try {
      Files.writeString(temporary, text);
      if (POSIX) {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
      }
      replace(temporary, whole);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Returns the attributes of a new file that nobody but its owner may read. */
  public static FileAttribute<?>[] ownersOnly() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNERS_ONLY))
        }
        : new FileAttribute<?>[0];
  }

  private static void replace(Path temporary, Path whole) throws IOException {
    try {
      Files.move(temporary, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, whole, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
