package dev.skimmer.jdbc.destination;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a URL names a database that its driver creates as a file when it is opened. */
final class EmbeddedFile {
  private static final Pattern SQLITE = Pattern.compile("jdbc:sqlite:(?!:|file:)([^?]+)(\\?.*)?");
  private static final Pattern H2 =
      Pattern.compile("jdbc:h2:(?:file:)?(?!mem:|tcp:|ssl:|zip:|[a-zA-Z]{3,}:)([^;]+)(;.*)?");

  private EmbeddedFile() {}

  /** Returns the file; empty where there is none, or it cannot be told. */
  static Optional<Path> of(String url) {
    try {
      Matcher sqlite = SQLITE.matcher(url);
      if (sqlite.matches()) {
        return Optional.of(Path.of(sqlite.group(1)));
      }
      Matcher h2 = H2.matcher(url);
      return h2.matches()
          ? Optional.of(Path.of(withHome(h2.group(1)) + ".mv.db"))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String withHome(String path) {
    return path.startsWith("~") ? System.getProperty("user.home") + path.substring(1) : path;
  }
}
