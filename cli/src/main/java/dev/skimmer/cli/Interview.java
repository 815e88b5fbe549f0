package dev.skimmer.cli;

import dev.skimmer.config.Property;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks for what a configuration needs. Answers of before are offered again. */
final class Interview {
  private static final String DESTINATION = "destination";

  private final Questions questions;
  private final ConfigurationKeys keys;

  Interview(Questions questions, ConfigurationKeys keys) {
    this.questions = questions;
    this.keys = keys;
  }

  /**
   * Returns the values with the answers.
   *
   * @param given keys that need no question
   * @param before answers to the same questions
   * @throws ConnectorException where the answers end
   */
  Map<String, String> ask(Map<String, String> given, Map<String, String> before) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Property property : keys.asked(given.keySet())) {
      String key = property.name();
      if (given.containsKey(key)) {
        continue;
      }
      String answer =
          keys.isSecret(key)
              ? reference(property.description(), before.getOrDefault(key, ""))
              : text(property.description(), before.getOrDefault(key, suggestion(property)));
      if (!answer.isEmpty() && !answer.equals(property.defaultValue())) {
        values.put(key, answer);
      }
    }
    if (!given.containsKey(DESTINATION)) {
      values.put(
          DESTINATION,
          text(
              "Where the tables are to be",
              before.getOrDefault(DESTINATION, "duckdb:dragonfly.duckdb")));
    }
    values.putAll(given);
    return values;
  }

  /** Asks for one of a few letters; the first one is the answer of an empty line. */
  char choose(String question, String letters) {
    while (true) {
      String answer = answer(question).toLowerCase(Locale.ROOT);
      if (answer.isEmpty()) {
        return letters.charAt(0);
      }
      if (letters.indexOf(answer.charAt(0)) >= 0) {
        return answer.charAt(0);
      }
    }
  }

  /** Asks for the value of an environment variable that is not set here. */
  Optional<String> variable(String name) {
    return questions
        .askSecret(
            "%s is not set here. Its value, to try the connection with (Enter: do not try): "
                .formatted(Console.printable(name)))
        .filter(value -> !value.isEmpty());
  }

  private static String suggestion(Property property) {
    return switch (property.name()) {
      case "host" -> "127.0.0.1";
      case "port" -> property.example();
      default -> property.defaultValue();
    };
  }

  private String text(String description, String offered) {
    String answer = answer(description + (offered.isEmpty() ? ": " : " [" + offered + "]: "));
    return answer.isEmpty() ? offered : answer;
  }

  /** A secret itself would be on the screen, and in the file. */
  private String reference(String description, String offered) {
    String question =
        description + ", where it is: env:NAME, file:PATH or prompt (Enter: there is none)";
    while (true) {
      String answer = text(question, offered);
      String bare = answer.replaceFirst("^\\$\\{(.*)}$", "$1");
      if (bare.isEmpty() || bare.matches("env:\\w+|file:.+|prompt")) {
        return bare.isEmpty() ? "" : "${" + bare + "}";
      }
      question =
          "That is no place, and what it says is not kept. "
              + description
              + ": env:NAME, file:PATH or prompt";
    }
  }

  private String answer(String question) {
    return questions
        .ask(question)
        .orElseThrow(
            () ->
                new ConnectorException(
                    ErrorCode.CONFIG_INVALID,
                    "The answers ended before the questions. Nothing was written; run init again."));
  }
}
