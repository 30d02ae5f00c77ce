/**
 * Redis with Sentinel as a target: the real one, fetched from Maven Central, brought in an archive,
 * or the one that is there.
 *
 * <p>Start at {@link dev.ordeal.targets.redis.RedisDatabase}; what an error of Redis says of a call
 * is in {@link dev.ordeal.targets.redis.RedisRefusal}.
 */
package dev.ordeal.targets.redis;
