package dev.ordeal.targets;

import java.time.Duration;

/**
 * The end of a node that was to run.
 *
 * @param status how its first process ended: {@code exit status 2}; where that is not known, why
 * @param within how long before now it may have ended: since it was seen to live, or was started
 */
public record Ended(String status, Duration within) {}
