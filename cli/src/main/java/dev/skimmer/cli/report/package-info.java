/** Tells of a pipeline on one page, from what its destination holds. */
package dev.skimmer.cli.report;
