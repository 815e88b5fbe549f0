package dev.skimmer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import dev.skimmer.text.Printable;
import org.slf4j.LoggerFactory;

/**
 * Changes what {@link LoggingDefaults} say for one run of a command. A class of its own, for
 * Logback's own classes are loaded only where an option asks for a change.
 */
final class LoggingBackend {
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = context.getLogger(LoggingDefaults.OURS);
  private final Appender<ILoggingEvent> text = root.getAppender(LoggingDefaults.APPENDER);

  /**
   * Writes one object a line. The throwable of an event is left out, as it is in the text, for what
   * a driver says may hold anything.
   */
  void writeJson() {
    JsonEncoder encoder = new PrintableJson();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMarkers(false);
    encoder.setWithMDC(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithThrowable(false);
    encoder.start();
    ConsoleAppender<ILoggingEvent> json = new ConsoleAppender<>();
    json.setName("json");
    json.setContext(context);
    json.setTarget("System.err");
    json.setEncoder(encoder);
    json.start();
    root.detachAppender(LoggingDefaults.APPENDER);
    root.addAppender(json);
  }

  void tellMore() {
    ours.setLevel(Level.DEBUG);
  }

  void tellErrorsAlone() {
    ours.setLevel(Level.ERROR);
    root.setLevel(Level.ERROR);
  }

  void restore() {
    root.detachAppender("json");
    root.addAppender(text);
    root.setLevel(Level.WARN);
    ours.setLevel(Level.INFO);
  }

  /** Escapes what would steer a terminal, as which it means the same. */
  private static final class PrintableJson extends JsonEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
      String json = new String(super.encode(event), UTF_8).stripTrailing();
      return (Printable.json(json) + "\n").getBytes(UTF_8);
    }
  }
}
