/**
 * The command line: reads a configuration, finds source and destination with {@link
 * java.util.ServiceLoader}, and runs the engine. Guice wires it; nothing else in Skimmer knows
 * Guice.
 */
package dev.skimmer.cli;
