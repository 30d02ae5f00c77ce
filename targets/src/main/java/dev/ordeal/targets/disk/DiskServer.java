package dev.ordeal.targets.disk;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Serves the folder it is started in as a file system, over the device that is its standard input
 * and output, until it is unmounted. One request at a time.
 *
 * <p>The folder is reached as the working directory: that stays what it was when something is
 * mounted over it.
 */
public final class DiskServer {
  /**
   * The file in which is written what is wrong, as {@code FAULT TROUBLE}, for the control process.
   */
  public static final String CONTROL = ".ordeal-disk";

  private static final int WRITE_MAX = 1 << 20;
  private static final int PAGES_MAX = 256;

  private final FileChannel in;
  private final FileChannel out;
  private final DiskFiles files;
  private final ByteBuffer request =
      ByteBuffer.allocateDirect(WRITE_MAX + 8_192).order(ByteOrder.nativeOrder());
  private final ByteBuffer reply =
      ByteBuffer.allocateDirect(WRITE_MAX + 8_192).order(ByteOrder.nativeOrder());

  private DiskServer(FileChannel in, FileChannel out, DiskFiles files) {
    this.in = in;
    this.out = out;
    this.files = files;
  }

  /** Takes no arguments; its standard input and output are {@code /dev/fuse}, mounted. */
  public static void main(String[] arguments) throws IOException {
    DiskFiles files = new DiskFiles(Path.of("."), DiskServer::say);
    try (FileInputStream in = new FileInputStream(FileDescriptor.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      new DiskServer(in.getChannel(), out.getChannel(), files).serve();
    } finally {
      files.keep();
    }
  }

  /** Standard output is the device. */
  private static void say(String what) {
    System.err.println("ordeal-disk: " + what);
  }

  private void serve() {
    while (true) {
      request.clear();
      try {
        if (in.read(request) <= 0) {
          return;
        }
      } catch (IOException unmounted) {
        say("unmounted: " + unmounted.getMessage());
        return;
      }
      request.flip();
      handle();
    }
  }

  private void handle() {
    int end = request.getInt();
    int operation = request.getInt();
    long unique = request.getLong();
    long node = request.getLong();
    request.position(Fuse.IN_HEADER_BYTES).limit(end);
    reply.clear().position(Fuse.OUT_HEADER_BYTES);
    int error = 0;
    try {
      if (!answer(operation, node)) {
        return;
      }
    } catch (IOException | RuntimeException failed) {
      error = DiskException.number(failed);
      reply.clear().position(Fuse.OUT_HEADER_BYTES);
      if (error == Fuse.EIO && !(failed instanceof DiskException)) {
        say("operation " + operation + ": " + failed);
      }
    }
    reply.flip();
    reply.putInt(0, reply.limit()).putInt(4, -error).putLong(8, unique);
    try {
      out.write(reply);
    } catch (IOException interrupted) {
      // The caller was killed meanwhile: nobody waits for it.
    }
  }

  /** Fills the answer; false if there is none to be given. */
  private boolean answer(int operation, long node) throws IOException {
    switch (operation) {
      case Fuse.INIT -> initialize();
      case Fuse.FORGET, Fuse.BATCH_FORGET, Fuse.INTERRUPT -> {
        return false;
      }
      case Fuse.LOOKUP -> files.lookUp(node, name(), reply);
      case Fuse.GETATTR -> files.attributes(node, reply);
      case Fuse.SETATTR -> change(node);
      case Fuse.READLINK -> reply.put(files.readLink(node));
      case Fuse.SYMLINK -> {
        String name = name();
        files.link(node, name, name(), reply);
      }
      case Fuse.MKDIR -> {
        int mode = request.getInt();
        request.getInt();
        files.makeFolder(node, name(), mode, reply);
      }
      case Fuse.UNLINK -> files.remove(node, name());
      case Fuse.RMDIR -> files.removeFolder(node, name());
      case Fuse.RENAME -> rename(node, false);
      case Fuse.RENAME2 -> rename(node, true);
      case Fuse.OPEN -> files.open(node, request.getInt(), reply);
      case Fuse.CREATE -> {
        int flags = request.getInt();
        int mode = request.getInt();
        request.getLong();
        files.create(node, name(), flags, mode, reply);
      }
      case Fuse.READ -> {
        long handle = request.getLong();
        long offset = request.getLong();
        files.read(handle, offset, request.getInt(), reply);
      }
      case Fuse.WRITE -> {
        long handle = request.getLong();
        long offset = request.getLong();
        int size = request.getInt();
        request.position(Fuse.IN_HEADER_BYTES + 40);
        request.limit(request.position() + size);
        files.write(node, handle, offset, request, reply);
      }
      case Fuse.FSYNC -> files.sync(node, request.getLong());
      case Fuse.FSYNCDIR -> files.syncNames();
      case Fuse.RELEASE -> files.close(request.getLong());
      case Fuse.STATFS -> files.space(reply);
      case Fuse.OPENDIR -> files.openFolder(node, reply);
      case Fuse.READDIR -> {
        long handle = request.getLong();
        long offset = request.getLong();
        files.list(handle, offset, request.getInt(), reply);
      }
      case Fuse.RELEASEDIR -> files.closeFolder(request.getLong());
      case Fuse.ACCESS, Fuse.FLUSH, Fuse.DESTROY -> {
        // Nothing is in the way, and nothing to be done.
      }
      default -> throw new DiskException(Fuse.ENOSYS);
    }
    return true;
  }

  private void initialize() {
    request.getInt();
    request.getInt();
    int readAhead = request.getInt();
    reply.putInt(Fuse.MAJOR).putInt(Fuse.MINOR).putInt(readAhead);
    reply.putInt(Fuse.BIG_WRITES | Fuse.MAX_PAGES);
    reply.putShort((short) 12).putShort((short) 10);
    reply.putInt(WRITE_MAX).putInt(1);
    reply.putShort((short) PAGES_MAX).putShort((short) 0);
    reply.put(new byte[32]);
  }

  private void change(long node) throws IOException {
    int valid = request.getInt();
    request.getInt();
    request.getLong();
    long size = request.getLong();
    request.getLong();
    request.getLong();
    long modified = request.getLong();
    request.getLong();
    request.position(request.position() + 12);
    int mode = request.getInt();
    request.getInt();
    int owner = request.getInt();
    int group = request.getInt();
    files.change(node, new DiskFiles.Change(valid, size, modified, mode, owner, group), reply);
  }

  private void rename(long node, boolean hasFlags) throws IOException {
    long into = request.getLong();
    int flags = 0;
    if (hasFlags) {
      flags = request.getInt();
      request.getInt();
    }
    if ((flags & ~Fuse.NO_REPLACE) != 0) {
      throw new DiskException(Fuse.EINVAL);
    }
    String name = name();
    files.rename(node, name, into, name(), flags == 0);
  }

  /** The next name of the request, which ends with a zero. */
  private String name() {
    int begin = request.position();
    int end = begin;
    while (request.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - begin];
    request.get(bytes);
    request.get();
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
