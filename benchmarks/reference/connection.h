/* What the programs of this folder share: a connection over loopback whose failures end the program. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <hiredis/hiredis.h>
#include <stdio.h>
#include <stdlib.h>

static inline void fail(const char *message) {
  fprintf(stderr, "%s\n", message);
  exit(1);
}

static inline redisContext *connect_to(int port) {
  redisContext *server = redisConnect("127.0.0.1", port);
  if (server == NULL || server->err) {
    fail(server ? server->errstr : "Cannot connect");
  }
  return server;
}

/* Returns the next reply, to be freed. */
static inline redisReply *reply_of(redisContext *server) {
  redisReply *reply = NULL;
  if (redisGetReply(server, (void **)&reply) != REDIS_OK) {
    fail(server->errstr);
  }
  if (reply->type == REDIS_REPLY_ERROR) {
    fail(reply->str);
  }
  return reply;
}

#endif
