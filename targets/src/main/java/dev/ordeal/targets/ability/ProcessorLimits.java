package dev.ordeal.targets.ability;

/** Limits of the processors, {@link ResourceLimit.Processor}. */
public interface ProcessorLimits extends ResourceLimits {}
