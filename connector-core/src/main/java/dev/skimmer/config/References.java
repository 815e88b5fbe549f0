package dev.skimmer.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands {@code ${env:NAME}} and {@code ${file:NAME}} in a text; a file's last line break is left
 * out. What they expand to is not expanded again.
 */
public class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

  /** Leaves every text as it is: for texts that were expanded before. */
  public static final References NONE =
      new References(Map.of()) {
        @Override
        String expand(String key, String text, Problems problems) {
          return text;
        }
      };

  private final Map<String, String> environment;

  /** Creates an expander over the given environment variables. */
  public References(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Returns the text with its references expanded; those that cannot be become problems. */
  String expand(String key, String text, Problems problems) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      String value =
          "env".equals(matcher.group(1))
              ? variable(key, matcher.group(2), problems)
              : file(key, matcher.group(2), problems);
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(expanded).toString();
  }

  /** Returns whether the text holds a reference, so that it shows no secret by itself. */
  public static boolean isReference(String text) {
    return REFERENCE.matcher(text).find();
  }

  private String variable(String key, String name, Problems problems) {
    String value = environment.get(name);
    if (value == null) {
      problems.add("%s: the environment variable %s is not set".formatted(key, name));
      return "";
    }
    return value;
  }

  private static String file(String key, String name, Problems problems) {
    try {
      return Files.readString(Path.of(name)).replaceFirst("\\r?\\n\\z", "");
    } catch (IOException | InvalidPathException e) {
      problems.add(
          "%s: the file %s cannot be read (%s)".formatted(key, name, e.getClass().getSimpleName()));
      return "";
    }
  }
}
