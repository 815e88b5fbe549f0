package dev.skimmer.dragonfly.connect;

/**
 * What a server can do beyond what all can.
 *
 * @param absoluteExpiry whether it knows PEXPIRETIME (Redis since 7.0, Dragonfly since 1.22)
 * @param fieldExpiry how it tells the expiries of hash fields
 */
public record Capabilities(boolean absoluteExpiry, FieldExpiry fieldExpiry) {}
