package dev.skimmer.duckdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of the native library, some 70 MB, that the driver unpacks into the temporary folder at
 * each start and deletes at a regular end only.
 */
final class NativeLibraryFile {
  private static final Logger LOGGER = LoggerFactory.getLogger(NativeLibraryFile.class);
  private static final Path LOADED_FILES = Path.of("/proc/self/maps");
  private static final Pattern UNPACKED = Pattern.compile("libduckdb_java\\d+\\.so");
  private static final AtomicBoolean DONE = new AtomicBoolean();

  private NativeLibraryFile() {}

  /**
   * Deletes this process's own copy once it is loaded, where the system keeps a mapped file alive
   * without its name (Linux). So a process that is killed leaves nothing behind.
   */
  static void deleteUnpacked() {
    if (!Files.isReadable(LOADED_FILES) || !DONE.compareAndSet(false, true)) {
      return;
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
    try {
      for (String line : Files.readAllLines(LOADED_FILES, StandardCharsets.ISO_8859_1)) {
        int slash = line.indexOf('/');
        if (slash >= 0) {
          deleteIfUnpacked(Path.of(line.substring(slash)), temporary);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOGGER.debug("The unpacked native library stays until the end of the process", e);
    }
  }

  private static void deleteIfUnpacked(Path mapped, Path temporary) throws IOException {
    boolean unpacked = UNPACKED.matcher(String.valueOf(mapped.getFileName())).matches();
    if (unpacked && temporary.equals(mapped.getParent())) {
      Files.deleteIfExists(mapped);
    }
  }
}
