package dev.ordeal.results.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of this user's runs that are not known to have undone everything.
 *
 * <p>It lies outside of every run folder: {@code $XDG_STATE_HOME/ordeal/open-runs/RUN-ID/}, where
 * {@code XDG_STATE_HOME} is {@code ~/.local/state} unless it names an absolute path. A run is
 * listed before it starts anything and taken off the list when its fault journal has no open entry,
 * so the list finds what is left when the run folder was deleted or lies somewhere else. Only what
 * the same user wrote counts. Thread-safe, also between processes.
 */
public final class OpenRuns {
  private static final String PARTIAL = ".";
  private static final String HEALED = "healed-runs";

  private final Path root;

  /**
   * @param root the folder of the list; need not exist
   */
  public OpenRuns(Path root) {
    this.root = root;
  }

  /** The list of the user who runs this process. */
  public static OpenRuns ofUser() {
    return ofUser(System.getenv());
  }

  /** The list of a user with this environment. */
  static OpenRuns ofUser(Map<String, String> environment) {
    // What the system says of the user's home, as Java does, may be a folder that does not exist.
    String home = environment.getOrDefault("HOME", "");
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        Path.of(state).isAbsolute()
            ? Path.of(state)
            : Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".local", "state");
    return new OpenRuns(base.resolve("ordeal").resolve("open-runs"));
  }

  /**
   * Names this machine: equal for processes of one installation of an operating system, whatever
   * number they have.
   */
  public static String thisMachine() {
    String host = text(Path.of("/proc/sys/kernel/hostname"));
    if (host.isEmpty()) {
      try {
        host = InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException nameless) {
        host = "";
      }
    }
    return host + "/" + text(Path.of("/etc/machine-id"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException absent) {
      return "";
    }
  }

  public Path path() {
    return root;
  }

  /**
   * Lists a run, before it starts anything. The entry stays locked until it is closed or this
   * process ends.
   *
   * @throws IOException if it cannot be written down, or a run of that name is listed; the message
   *     says what to do
   */
  public ListedRun add(OpenRun run) throws IOException {
    Path partial = root.resolve(PARTIAL + run.id() + "-" + ProcessHandle.current().pid());
    try {
      createPrivate(root);
      createPrivate(partial);
      ListedRun listed = ListedRun.write(partial, root.resolve(run.id()), run);
      if (listed == null) {
        throw new FileAlreadyExistsException(run.id());
      }
      return listed;
    } catch (FileAlreadyExistsException twice) {
      throw new IOException(
          "A run named %s is open already: start again, or take another --seed".formatted(run.id()),
          twice);
    } catch (IOException failed) {
      throw new IOException(
          ("Cannot write the list of open runs %s (%s): let XDG_STATE_HOME name a folder that can"
                  + " be written")
              .formatted(root, failed),
          failed);
    }
  }

  /** Makes a folder that is only this user's, unless it is there. */
  static Path createPrivate(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    FileAttribute<?>[] only =
        folder.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    return Files.createDirectories(folder, only);
  }

  /**
   * Every listed run, the oldest first, except what another user wrote.
   *
   * @throws IOException if the list or an entry of it cannot be read
   */
  public List<ListedRun> all() throws IOException {
    List<ListedRun> found = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
      for (Path folder : folders) {
        boolean isEntry = !folder.getFileName().toString().startsWith(PARTIAL);
        if (isEntry && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isOwn(folder)) {
          Optional<ListedRun> run = ListedRun.read(folder);
          run.ifPresent(found::add);
        }
      }
    }
    found.sort(Comparator.comparing(run -> run.run().id()));
    return found;
  }

  /** The listed run of a name, if this user listed it. */
  public Optional<ListedRun> byId(String id) throws IOException {
    return all().stream().filter(run -> run.run().id().equals(id)).findFirst();
  }

  /** Notes that a run was healed and taken off the list: copies of its folder need nothing more. */
  public void noteHealed(String id) throws IOException {
    Files.writeString(
        root.resolveSibling(HEALED),
        id + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Whether a run was once on the list, and was healed. */
  public boolean isHealed(String id) throws IOException {
    Path file = root.resolveSibling(HEALED);
    return Files.exists(file) && Files.readAllLines(file).contains(id);
  }

  private static boolean isOwn(Path folder) throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return Files.getAttribute(folder, "unix:uid").equals(Files.getAttribute(self, "unix:uid"));
    }
    return Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
  }
}
