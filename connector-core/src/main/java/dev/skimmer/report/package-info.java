/** Tells what tables hold, from their rows and without the values. */
package dev.skimmer.report;
