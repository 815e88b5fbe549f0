/** The source {@code dragonfly}: servers that speak the Redis protocol. */
package dev.skimmer.dragonfly;
