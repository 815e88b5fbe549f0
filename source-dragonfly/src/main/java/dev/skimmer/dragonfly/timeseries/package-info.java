/**
 * Decides what of a time series has to be read, and whether what was read explains how it changed.
 * Knows no connection: the commands are in {@code extract}.
 */
package dev.skimmer.dragonfly.timeseries;
