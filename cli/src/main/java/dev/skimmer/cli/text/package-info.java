/** Writes what commands print: quantities for people, and JSON for programs. */
package dev.skimmer.cli.text;
