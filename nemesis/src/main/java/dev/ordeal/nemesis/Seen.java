package dev.ordeal.nemesis;

/**
 * What was seen of a fault.
 *
 * @param holds whether that is what the fault should do
 * @param what one line for people
 */
public record Seen(boolean holds, String what) {}
