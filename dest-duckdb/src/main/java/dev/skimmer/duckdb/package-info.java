/**
 * Writes DuckDB files: rows that are new through the appender, changed and deleted rows set-wise
 * through staging tables, and reads back in columns.
 */
package dev.skimmer.duckdb;
