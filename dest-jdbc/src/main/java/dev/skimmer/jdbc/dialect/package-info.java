/** One small class for each kind of database, and how to tell them apart. */
package dev.skimmer.jdbc.dialect;
