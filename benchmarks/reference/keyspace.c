/* Fills and changes the keyspaces that the benchmarks read. The same arguments give the same keyspace.
 *
 *   keyspace PORT mixed KEYS EXPIRING_PERCENT    60 % strings of 100 bytes, 20 % hashes of 5 fields, 10 % lists,
 *                                                5 % sets and 5 % sorted sets of 8 elements
 *   keyspace PORT large KEYS ELEMENTS            hashes, lists, sets and sorted sets in turn
 *   keyspace PORT series KEYS SAMPLES            time series, a sample a second
 *   keyspace PORT change KEYS ROUND              of a mixed keyspace: changes 1 % of the keys, deletes 0.5 %
 */
#include <hiredis/hiredis.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connection.h"

enum { PIPELINE = 1000, TEXT = 100 };

static redisContext *server;
static int unanswered;
static uint64_t seed;

static uint64_t next(void) {
  seed += 0x9E3779B97F4A7C15u;
  uint64_t mixed = seed;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

static char *text(char *into, int length) {
  for (int i = 0; i < length; i++) {
    into[i] = (char)('a' + next() % 26);
  }
  into[length] = 0;
  return into;
}

static void drain(void) {
  for (; unanswered > 0; unanswered--) {
    freeReplyObject(reply_of(server));
  }
}

static void send_arguments(int count, const char **arguments) {
  redisAppendCommandArgv(server, count, arguments, NULL);
  if (++unanswered == PIPELINE) {
    drain();
  }
}

#define SEND(...)                                                            \
  do {                                                                       \
    const char *arguments[] = {__VA_ARGS__};                                 \
    send_arguments((int)(sizeof arguments / sizeof *arguments), arguments);  \
  } while (0)

static void name_key(char *into, long number) {
  sprintf(into, "key:%012ld:%06d", number, (int)((uint64_t)number * 2654435761u % 1000000));
}

static void write_key(const char *key, int kind) {
  char a[TEXT + 1], b[21], c[11], number[12], last[9];
  sprintf(number, "%d", (int)(next() % 100000));
  text(last, 8);
  if (kind < 12) {
    SEND("SET", key, text(a, TEXT));
  } else if (kind < 16) {
    SEND("HSET", key, "name", text(a, 12), "mail", text(b, 20), "city", text(c, 10), "zip", number, "score", "17");
  } else if (kind < 18) {
    SEND("RPUSH", key, "1", "2", "3", "4", "5", "6", "7", last);
  } else if (kind < 19) {
    SEND("SADD", key, "a", "b", "c", "d", "e", "f", "g", last);
  } else {
    SEND("ZADD", key, "1", "a", "2", "b", "3", "c", "4", "d", "5", "e", "6.5", "f", "7", "g", "8", last);
  }
}

static void fill_mixed(long keys, long expiring_percent) {
  char key[48], expiry[24];
  for (long i = 0; i < keys; i++) {
    name_key(key, i);
    write_key(key, (int)(i % 20));
    if ((long)(next() % 100) < expiring_percent) {
      sprintf(expiry, "%lld", 4000000000000LL + i);
      SEND("PEXPIREAT", key, expiry);
    }
  }
}

/* Of each 200 keys, deletes one and writes two anew; other ones in each of the first 60 rounds. */
static void change(long keys, long round) {
  char key[48];
  long deleted = 0, changed = 0;
  for (long block = 0; block + 200 <= keys; block += 200) {
    name_key(key, block + round);
    SEND("DEL", key);
    deleted++;
    for (long i = block + round + 60; i <= block + round + 120; i += 60) {
      name_key(key, i);
      SEND("DEL", key);
      write_key(key, (int)(i % 20));
      changed++;
    }
  }
  printf("{\"changed\": %ld, \"deleted\": %ld}\n", changed, deleted);
}

static void fill_large(long keys, long elements) {
  char key[48], element[24], field[24];
  for (long i = 0; i < keys; i++) {
    sprintf(key, "large:%08ld", i);
    for (long j = 0; j < elements; j++) {
      sprintf(element, "element-%08ld", (long)(next() % 100000000));
      sprintf(field, "%ld", j);
      switch (i % 4) {
        case 0: SEND("HSET", key, field, element); break;
        case 1: SEND("RPUSH", key, element); break;
        case 2: SEND("SADD", key, element); break;
        default: SEND("ZADD", key, field, element); break;
      }
    }
  }
}

static void fill_series(long keys, long samples) {
  char key[48], at[24], value[24];
  for (long i = 0; i < keys; i++) {
    sprintf(key, "series:%08ld", i);
    for (long j = 0; j < samples; j++) {
      sprintf(at, "%lld", 1700000000000LL + j * 1000LL);
      sprintf(value, "%.2f", (double)(next() % 10000) / 100);
      SEND("TS.ADD", key, at, value);
    }
  }
}

int main(int count, char **arguments) {
  if (count != 5) {
    fail("Usage: keyspace PORT mixed|large|series|change NUMBER NUMBER");
  }
  server = connect_to(atoi(arguments[1]));
  long keys = atol(arguments[3]);
  long more = atol(arguments[4]);
  seed = (uint64_t)more * 7919 + 1;
  if (!strcmp(arguments[2], "mixed")) {
    fill_mixed(keys, more);
  } else if (!strcmp(arguments[2], "large")) {
    fill_large(keys, more);
  } else if (!strcmp(arguments[2], "series")) {
    fill_series(keys, more);
  } else {
    change(keys, more);
  }
  drain();
  redisFree(server);
  return 0;
}
