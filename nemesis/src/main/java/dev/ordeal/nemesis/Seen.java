package dev.ordeal.nemesis;

/**
 * What was seen of a fault.
 *
 * @param holds whether that is what the fault should do
 * @param what in words, for people
 */
record Seen(boolean holds, String what) {}
