package dev.skimmer.dragonfly.connect;

/**
 * What a server can do beyond what all can.
 *
 * @param absoluteExpiry whether it knows PEXPIRETIME (Redis since 7.0, Dragonfly since 1.22)
 */
public record Capabilities(boolean absoluteExpiry) {}
