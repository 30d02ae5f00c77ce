package dev.ordeal.targets.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** A request that fails, with the error that the caller gets. */
final class DiskException extends IOException {
  private static final long serialVersionUID = 1;

  private final int error;

  DiskException(int error) {
    super("error " + error);
    this.error = error;
  }

  /** The number that a program sees as {@code errno} for a failure. */
  static int number(Exception failure) {
    return switch (failure) {
      case DiskException known -> known.error;
      case NoSuchFileException absent -> Fuse.ENOENT;
      case FileAlreadyExistsException there -> Fuse.EEXIST;
      case DirectoryNotEmptyException full -> Fuse.ENOTEMPTY;
      case NotDirectoryException file -> Fuse.ENOTDIR;
      case AccessDeniedException denied -> Fuse.EACCES;
      case FileSystemException other -> other.getReason() == null ? Fuse.EIO : reason(other);
      default -> Fuse.EIO;
    };
  }

  private static int reason(FileSystemException failure) {
    return failure.getReason().contains("No space left") ? Fuse.ENOSPC : Fuse.EIO;
  }
}
