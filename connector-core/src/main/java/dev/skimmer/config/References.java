package dev.skimmer.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands {@code ${env:NAME}}, {@code ${file:NAME}} and {@code ${prompt}} in a text; a file's last
 * line break is left out. What they expand to is not expanded again.
 */
public class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(env|file):([^}]*)|prompt)}");

  /** Leaves every text as it is: for texts that were expanded before. */
  public static final References NONE =
      new References(Map.of()) {
        @Override
        String expand(String key, String text, Problems problems) {
          return text;
        }
      };

  private final Map<String, String> environment;
  private final Function<String, Optional<String>> prompt;

  /** Creates an expander over the given environment variables, where nobody can be asked. */
  public References(Map<String, String> environment) {
    this(environment, key -> Optional.empty());
  }

  /**
   * Creates an expander.
   *
   * @param environment the environment variables
   * @param prompt asks the user for the value of a key; empty where there is no terminal
   */
  public References(Map<String, String> environment, Function<String, Optional<String>> prompt) {
    this.environment = Map.copyOf(environment);
    this.prompt = prompt;
  }

  /** Returns the text with the same value in the place of each reference. */
  static String replaceAll(String text, String value) {
    return REFERENCE.matcher(text).replaceAll(Matcher.quoteReplacement(value));
  }

  /** Returns the text with its references expanded; those that cannot be become problems. */
  String expand(String key, String text, Problems problems) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      String value = value(key, Optional.ofNullable(matcher.group(1)), matcher.group(2), problems);
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(expanded).toString();
  }

  private String value(String key, Optional<String> kind, String name, Problems problems) {
    if (kind.isEmpty()) {
      return asked(key, problems);
    }
    return kind.get().equals("env") ? variable(key, name, problems) : file(key, name, problems);
  }

  private String asked(String key, Problems problems) {
    Optional<String> answer = prompt.apply(key);
    if (answer.isEmpty()) {
      problems.add(
          "%s: nobody can be asked, since there is no terminal; use ${env:NAME} or ${file:PATH}"
              .formatted(key));
    }
    return answer.orElse("");
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
