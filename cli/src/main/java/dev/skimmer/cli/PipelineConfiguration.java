package dev.skimmer.cli;

import dev.skimmer.engine.SyncOptions;

/** Everything that a configuration says. */
record PipelineConfiguration(
    ConfiguredSource<?> source, ConfiguredDestination<?> destination, SyncOptions options) {}
