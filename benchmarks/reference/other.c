/* Another user of the server: a thousand requests a second, GET and SET in turn, each waited for.
 *
 *   other PORT          until standard input ends
 *
 * A request that is due while another is still on its way counts from when it was due, so that none of the waiting is
 * left out. Prints an object of JSON: how many requests there were, and percentiles of their latency in milliseconds.
 */
#include <hiredis/hiredis.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "connection.h"

#define KEYS 1000
#define NANOS_A_REQUEST 1000000L
#define MOST 4000000

static long nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void sleep_until(long when) {
  struct timespec until = {when / 1000000000L, when % 1000000000L};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static int has_input_ended(void) {
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, 0) > 0;
}

static int compare(const void *one, const void *other) {
  long difference = *(const long *)one - *(const long *)other;
  return difference < 0 ? -1 : difference > 0;
}

static double percentile(const long *sorted, long count, double part) {
  long index = (long)(part * (double)count);
  return (double)sorted[index < count ? index : count - 1] / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fail("usage: other PORT");
  }
  redisContext *server = connect_to(atoi(argv[1]));
  long *latencies = malloc(MOST * sizeof *latencies);
  long count = 0;
  long due = nanos();
  while (count < MOST && !(count % 50 == 0 && has_input_ended())) {
    long now = nanos();
    long start = due;
    if (now < due) {
      sleep_until(due);
      start = nanos();
    }
    redisReply *reply = count % 2
        ? redisCommand(server, "SET other:%ld %ld", count % KEYS, count)
        : redisCommand(server, "GET other:%ld", count % KEYS);
    if (reply == NULL || reply->type == REDIS_REPLY_ERROR) {
      fail("The server did not answer");
    }
    freeReplyObject(reply);
    latencies[count++] = nanos() - start;
    due += NANOS_A_REQUEST;
  }
  if (count == 0) {
    fail("Nothing was asked");
  }
  qsort(latencies, (size_t)count, sizeof *latencies, compare);
  printf("{\"requests\": %ld, \"p50\": %.3f, \"p99\": %.3f, \"p999\": %.3f}\n", count, percentile(latencies, count, 0.5),
         percentile(latencies, count, 0.99), percentile(latencies, count, 0.999));
  redisFree(server);
  free(latencies);
  return 0;
}
