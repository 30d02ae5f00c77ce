/**
 * Ways in which histories are packed that the record itself does not read: tar, xz and bzip2. Found
 * by {@link java.util.ServiceLoader}; each is an {@link dev.ordeal.results.history.Unpacker}.
 */
package dev.ordeal.harness.archive;
