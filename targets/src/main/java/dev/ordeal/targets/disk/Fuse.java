package dev.ordeal.targets.disk;

/**
 * Numbers of Linux' FUSE protocol, version 7.31 (include/uapi/linux/fuse.h), and of the errors and
 * flags that go with it.
 */
final class Fuse {
  static final int MAJOR = 7;
  static final int MINOR = 31;

  static final int IN_HEADER_BYTES = 40;
  static final int OUT_HEADER_BYTES = 16;

  static final int LOOKUP = 1;
  static final int FORGET = 2;
  static final int GETATTR = 3;
  static final int SETATTR = 4;
  static final int READLINK = 5;
  static final int SYMLINK = 6;
  static final int MKDIR = 9;
  static final int UNLINK = 10;
  static final int RMDIR = 11;
  static final int RENAME = 12;
  static final int OPEN = 14;
  static final int READ = 15;
  static final int WRITE = 16;
  static final int STATFS = 17;
  static final int RELEASE = 18;
  static final int FSYNC = 20;
  static final int FLUSH = 25;
  static final int INIT = 26;
  static final int OPENDIR = 27;
  static final int READDIR = 28;
  static final int RELEASEDIR = 29;
  static final int FSYNCDIR = 30;
  static final int ACCESS = 34;
  static final int CREATE = 35;
  static final int INTERRUPT = 36;
  static final int DESTROY = 38;
  static final int BATCH_FORGET = 42;
  static final int RENAME2 = 45;

  /** Flags of INIT: writes larger than a page, and how many pages at most. */
  static final int BIG_WRITES = 1 << 5;

  static final int MAX_PAGES = 1 << 22;

  /** What SETATTR changes. */
  static final int SET_MODE = 1;

  static final int SET_SIZE = 1 << 3;
  static final int SET_OWNER = 1 << 1;
  static final int SET_GROUP = 1 << 2;
  static final int SET_MTIME = 1 << 5;
  static final int SET_MTIME_NOW = 1 << 8;

  /** Flags of OPEN. */
  static final int WRITE_ONLY = 1;

  static final int READ_WRITE = 2;
  static final int EXCLUSIVE = 0x80;
  static final int TRUNCATE = 0x200;

  /** Answer of OPEN: nothing of the file is kept in the kernel. */
  static final int DIRECT_IO = 1;

  /** Flag of RENAME2: nothing is replaced. */
  static final int NO_REPLACE = 1;

  static final int ENOENT = 2;
  static final int EIO = 5;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int ENOSPC = 28;
  static final int ENOSYS = 38;
  static final int ENOTEMPTY = 39;

  private Fuse() {}
}
