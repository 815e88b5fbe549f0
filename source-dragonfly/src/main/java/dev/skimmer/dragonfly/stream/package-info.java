/**
 * Decides what of a stream has to be read. Knows no connection: commands are in {@code extract}.
 */
package dev.skimmer.dragonfly.stream;
