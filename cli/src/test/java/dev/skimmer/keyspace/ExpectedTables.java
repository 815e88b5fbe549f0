package dev.skimmer.keyspace;

import java.util.Map;
import java.util.NavigableMap;

/**
 * What all tables of a keyspace must hold. Every map is by the text of the key.
 *
 * @param rows the main table
 * @param samples of time series: value by milliseconds since 1970 UTC
 * @param entries of streams: the fields as JSON by id
 * @param errors what could not be read: data type and code, separated by a space
 */
public record ExpectedTables(
    Map<String, ExpectedRow> rows,
    Map<String, NavigableMap<Long, Double>> samples,
    Map<String, Map<String, String>> entries,
    Map<String, String> errors) {}
