/** Benchmarks of writing to DuckDB. */
package dev.skimmer.duckdb;
