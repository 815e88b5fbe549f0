/**
 * What a source or a destination implements, and the values that pass between it and the engine.
 *
 * <p>A connector is one class that implements {@link dev.skimmer.spi.Source} or {@link
 * dev.skimmer.spi.Destination}, one line in {@code META-INF/services}, and one test class that
 * inherits the contract suite of {@code connector-testkit}.
 */
package dev.skimmer.spi;
