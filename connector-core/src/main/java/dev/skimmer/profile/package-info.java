/** What a keyspace is made of: types, sizes, expiries, and families of key names. */
package dev.skimmer.profile;
