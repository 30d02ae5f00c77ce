package dev.ordeal.targets.yaml;

import java.nio.file.Path;

/**
 * A node as it was started last.
 *
 * @param log what it prints
 * @param logBytes how long that was before the start
 */
record Started(Path log, long logBytes) {}
