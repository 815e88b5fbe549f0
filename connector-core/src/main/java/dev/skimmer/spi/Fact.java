package dev.skimmer.spi;

/**
 * One line of what {@code check} reports.
 *
 * @param name in the words of a user, such as {@code server}
 * @param value free of secrets and of control characters
 */
public record Fact(String name, String value) {}
