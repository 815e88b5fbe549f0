package dev.skimmer.cli;

import dev.skimmer.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a span of time of at least a second. */
final class IntervalConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Durations.parse(text)
        .filter(interval -> interval.toSeconds() > 0)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no time. Write a number and a unit, such as 30s, 5m or 1h."
                        .formatted(Console.printable(text))));
  }
}
