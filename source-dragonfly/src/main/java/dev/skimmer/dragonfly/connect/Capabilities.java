package dev.skimmer.dragonfly.connect;

/**
 * What a server can do beyond what all can.
 *
 * @param absoluteExpiry whether it knows PEXPIRETIME (Redis since 7.0, Dragonfly since 1.22)
 * @param fieldExpiry how it tells the expiries of hash fields
 * @param digest whether it knows DIGEST (Redis since 8.4, Dragonfly since 1.37) and is to be asked
 */
public record Capabilities(boolean absoluteExpiry, FieldExpiry fieldExpiry, boolean digest) {}
