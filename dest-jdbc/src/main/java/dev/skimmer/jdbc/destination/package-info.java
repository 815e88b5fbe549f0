/** The destination {@code jdbc}: connects to any database whose dialect is known. */
package dev.skimmer.jdbc.destination;
