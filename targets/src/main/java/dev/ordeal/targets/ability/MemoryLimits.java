package dev.ordeal.targets.ability;

/** Limits of memory, {@link ResourceLimit.Memory}. */
public interface MemoryLimits extends ResourceLimits {}
