package dev.skimmer.cli;

import dev.skimmer.spi.ConnectorException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Says on standard error what a command has to say beside what was asked for, as text or as JSON.
 * The thread of the command sets it up; any thread may speak.
 */
final class Messages {
  private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

  private volatile LogFormat format = LogFormat.text;
  private volatile boolean debug;
  private Optional<LoggingBackend> changed = Optional.empty();

  /** Begins a run of a command. */
  void setUp(LogOptions options) {
    debug = options.isDebug();
    if (options.format() == LogFormat.json) {
      writeJson();
    }
    if (debug) {
      backend().tellMore();
    }
  }

  /** Writes objects for the rest of the run. */
  void writeJson() {
    format = LogFormat.json;
    backend().writeJson();
  }

  /** Leaves out warnings for the rest of the run. */
  void tellErrorsAlone() {
    backend().tellErrorsAlone();
  }

  /** Ends a run. */
  void tearDown() {
    changed.ifPresent(LoggingBackend::restore);
    changed = Optional.empty();
    format = LogFormat.text;
    debug = false;
  }

  boolean isJson() {
    return format == LogFormat.json;
  }

  void say(String message) {
    switch (format) {
      case text -> System.err.println("skimmer: " + Console.printable(message));
      case json -> LOG.info(message);
    }
  }

  /** Says what the user did wrong. */
  void complain(String message) {
    switch (format) {
      case text -> say(message);
      case json -> LOG.error(message);
    }
  }

  /** Says why a command failed. */
  void fail(ConnectorException failure) {
    switch (format) {
      case text -> {
        sayInTwoLines(failure.getMessage());
        if (debug) {
          System.err.print(Console.printable(stack(failure)));
        }
      }
      case json -> {
        LoggingEventBuilder event =
            LOG.atError()
                .addKeyValue("code", failure.code().name().toLowerCase(Locale.ROOT))
                .addKeyValue("exit_code", failure.code().exitCode());
        (debug ? event.addKeyValue("stack", stack(failure)) : event).log(failure.getMessage());
      }
    }
  }

  /** Says that there is a bug, with what is needed to find it. */
  void failUnexpectedly(Exception failure) {
    String message =
        "an unexpected %s. This is a bug in Skimmer; please report it with the stack."
            .formatted(failure.getClass().getName());
    switch (format) {
      case text -> {
        say(message);
        System.err.print(Console.printable(stack(failure)));
      }
      case json -> LOG.atError().addKeyValue("stack", stack(failure)).log(message);
    }
  }

  /** One line says what, the next one what to do. A list of problems has its own lines. */
  private void sayInTwoLines(String message) {
    Matcher end = Pattern.compile("(?<=[\\p{Ll}\\d)'\"])\\. (?=\\p{Lu}\\p{Ll})").matcher(message);
    if (message.contains("\n") || !end.find()) {
      say(message);
      return;
    }
    say(message.substring(0, end.end()).stripTrailing());
    say(message.substring(end.end()));
  }

  private static String stack(Exception failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString().replace("\t", "  ");
  }

  private LoggingBackend backend() {
    LoggingBackend backend = changed.orElseGet(LoggingBackend::new);
    changed = Optional.of(backend);
    return backend;
  }
}
