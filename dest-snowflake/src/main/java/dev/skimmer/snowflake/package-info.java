/**
 * Writes tables in Snowflake: rows go into files, files into a stage, and from there by set-wise
 * statements into the tables, in one transaction with the state.
 */
package dev.skimmer.snowflake;
