/**
 * A disk that can be full, slow or broken, and forgets at a crash what was not synced.
 *
 * <p>{@link dev.ordeal.targets.disk.DiskServer} is a program that serves a folder through Linux'
 * FUSE, without any library: {@code mount} hands it the device as standard input. It passes
 * everything on to the folder below ({@link dev.ordeal.targets.disk.DiskTree}) and keeps what is
 * needed to take back what was never synced ({@link dev.ordeal.targets.disk.Unsynced}). {@code
 * host.NodeDisk} mounts one, tells it what is wrong, and removes it.
 *
 * <p>{@link dev.ordeal.targets.disk.DataProgram} changes the files of a node that is down, on
 * whatever disk.
 */
package dev.ordeal.targets.disk;
