/**
 * What destinations with a JDBC driver share: sessions, schemas, state and transactions. A database
 * brings its {@link dev.skimmer.jdbc.Dialect} and its way of writing many rows, {@link
 * dev.skimmer.jdbc.RowBatch}; {@link dev.skimmer.jdbc.StatementBatch} is the one that suits most.
 */
package dev.skimmer.jdbc;
