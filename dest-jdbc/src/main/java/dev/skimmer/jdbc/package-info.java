/**
 * What destinations with a JDBC driver share: sessions, schemas, state and transactions. A database
 * brings its {@link dev.skimmer.jdbc.Dialect} and its way of writing many rows, {@link
 * dev.skimmer.jdbc.RowBatch}.
 */
package dev.skimmer.jdbc;
