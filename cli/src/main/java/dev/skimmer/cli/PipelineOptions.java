package dev.skimmer.cli;

import dev.skimmer.config.Property;

/**
 * Which connectors a configuration uses.
 *
 * @param source name of a source
 * @param destination short form of a destination; not used where the configuration holds an object
 */
record PipelineOptions(
    @Property(
            name = "source",
            description = "Which source connector reads",
            defaultValue = "dragonfly")
        String source,
    @Property(
            name = "destination",
            description = "Where the tables are: the short form, or an object with a type",
            defaultValue = "duckdb:dragonfly.duckdb")
        String destination) {}
