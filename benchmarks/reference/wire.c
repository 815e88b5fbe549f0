/* The ruler: how fast one connection reads a keyspace when nothing is done with what it reads.
 *
 *   wire PORT keys      SCAN of 1000, one pipeline of TYPE and PEXPIRETIME, one pipeline of the values
 *   wire PORT series    SCAN of 1000, then TS.RANGE of each series, in windows as long as the whole
 *
 * Prints an object of JSON: how many keys there were, how many elements or samples, and the seconds it took.
 */
#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "connection.h"

static redisContext *server;
static long keys, elements;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void ask(const char *name, const redisReply *key, const char *third, const char *fourth) {
  const char *arguments[] = {name, key->str, third, fourth};
  size_t lengths[] = {strlen(name), key->len, third ? strlen(third) : 0, fourth ? strlen(fourth) : 0};
  redisAppendCommandArgv(server, 2 + (third != NULL) + (fourth != NULL), arguments, lengths);
}

static void ask_for_value(const char *type, const redisReply *key) {
  if (!strcmp(type, "string")) {
    ask("GET", key, NULL, NULL);
  } else if (!strcmp(type, "hash")) {
    ask("HGETALL", key, NULL, NULL);
  } else if (!strcmp(type, "list")) {
    ask("LRANGE", key, "0", "-1");
  } else if (!strcmp(type, "set")) {
    ask("SMEMBERS", key, NULL, NULL);
  } else {
    const char *arguments[] = {"ZRANGE", key->str, "0", "-1", "WITHSCORES"};
    size_t lengths[] = {6, key->len, 1, 2, 10};
    redisAppendCommandArgv(server, 5, arguments, lengths);
  }
}

static void read_values(const redisReply *page) {
  redisReply *types[page->elements + 1];
  for (size_t i = 0; i < page->elements; i++) {
    ask("TYPE", page->element[i], NULL, NULL);
    ask("PEXPIRETIME", page->element[i], NULL, NULL);
  }
  for (size_t i = 0; i < page->elements; i++) {
    types[i] = reply_of(server);
    freeReplyObject(reply_of(server));
  }
  for (size_t i = 0; i < page->elements; i++) {
    ask_for_value(types[i]->str, page->element[i]);
    freeReplyObject(types[i]);
  }
  for (size_t i = 0; i < page->elements; i++) {
    redisReply *value = reply_of(server);
    elements += value->type == REDIS_REPLY_ARRAY ? (long)value->elements : 1;
    freeReplyObject(value);
  }
}

/* Two series on their way at a time: while one is read the server prepares the next. */
static void read_series(const redisReply *page) {
  for (size_t i = 0; i <= page->elements; i++) {
    if (i < page->elements) {
      ask("TS.RANGE", page->element[i], "-", "+");
    }
    if (i > 0) {
      redisReply *samples = reply_of(server);
      elements += (long)samples->elements;
      freeReplyObject(samples);
    }
  }
}

static void read_all(int series) {
  char cursor[32] = "0";
  do {
    redisReply *reply = redisCommand(server, "SCAN %s COUNT 1000", cursor);
    if (reply == NULL || reply->type != REDIS_REPLY_ARRAY) {
      fail("SCAN failed");
    }
    snprintf(cursor, sizeof cursor, "%s", reply->element[0]->str);
    keys += (long)reply->element[1]->elements;
    if (series) {
      read_series(reply->element[1]);
    } else {
      read_values(reply->element[1]);
    }
    freeReplyObject(reply);
  } while (strcmp(cursor, "0"));
}

int main(int count, char **arguments) {
  if (count != 3) {
    fail("Usage: wire PORT keys|series");
  }
  server = connect_to(atoi(arguments[1]));
  double start = seconds();
  read_all(!strcmp(arguments[2], "series"));
  printf("{\"keys\": %ld, \"elements\": %ld, \"seconds\": %.6f}\n", keys, elements, seconds() - start);
  redisFree(server);
  return 0;
}
