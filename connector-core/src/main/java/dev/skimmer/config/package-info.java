/** Turns a flat JSON document into configuration records, and reports every problem at once. */
package dev.skimmer.config;
