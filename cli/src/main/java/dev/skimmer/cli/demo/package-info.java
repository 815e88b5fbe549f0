/** The demonstration: a real server with a made-up shop, a real sync, and answers from SQL. */
package dev.skimmer.cli.demo;
