package dev.skimmer.jdbc;

/**
 * A column that a table has.
 *
 * @param name as the database writes it
 * @param type the database's own word
 */
public record ExistingColumn(String name, String type) {}
