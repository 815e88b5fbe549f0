/** Figures of syncs for monitoring, in the text format of Prometheus. */
package dev.skimmer.cli.metrics;
