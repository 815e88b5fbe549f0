"""The naive reader: what a connector does that asks for each key by itself, and waits for each answer."""

import json
import sys
import time

import redis

VALUE = {
    "string": lambda server, key: server.get(key),
    "hash": lambda server, key: server.hgetall(key),
    "list": lambda server, key: server.lrange(key, 0, -1),
    "set": lambda server, key: server.smembers(key),
    "zset": lambda server, key: server.zrange(key, 0, -1, withscores=True),
}

SIZE = {
    "string": lambda server, key: server.strlen(key),
    "hash": lambda server, key: server.hlen(key),
    "list": lambda server, key: server.llen(key),
    "set": lambda server, key: server.scard(key),
    "zset": lambda server, key: server.zcard(key),
}


def read_all(server):
    keys = 0
    for key in server.scan_iter(count=100):
        kind = server.type(key).decode()
        server.ttl(key)
        VALUE[kind](server, key)
        SIZE[kind](server, key)
        keys += 1
    return keys


start = time.monotonic()
count = read_all(redis.Redis(port=int(sys.argv[1])))
print(json.dumps({"keys": count, "seconds": time.monotonic() - start}))
