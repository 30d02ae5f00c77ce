package dev.ordeal.targets.release;

import dev.ordeal.targets.NodeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database's release that a user has as an archive, brought to each node and started from there.
 *
 * @param archive what {@code tar} can read, on this machine
 * @param places where in its one folder the program may be
 */
public record ProgramArchive(Path archive, List<String> places) {
  /** The option of a database that names the archive. */
  public static final String OPTION = "archive";

  public ProgramArchive {
    places = List.copyOf(places);
  }

  /**
   * The one that a database's options name.
   *
   * @return empty if they name none
   * @throws IllegalArgumentException if there is no such file; the message begins with the option
   */
  public static Optional<ProgramArchive> named(Map<String, String> options, List<String> places) {
    return Optional.ofNullable(options.get(OPTION)).map(file -> at(Path.of(file), places));
  }

  /**
   * One of some file.
   *
   * @throws IllegalArgumentException as {@link #named}
   */
  public static ProgramArchive at(Path archive, List<String> places) {
    if (!Files.isReadable(archive) || Files.isDirectory(archive)) {
      throw new IllegalArgumentException("%s=%s: cannot be read".formatted(OPTION, archive));
    }
    return new ProgramArchive(archive, places);
  }

  /**
   * Unpacks it in the node's folder.
   *
   * @throws IOException also if the program is not in it
   */
  public void bring(NodeView node) throws IOException {
    node.machine().unpack(archive, folder(node));
    program(node);
  }

  /**
   * The program on a node's machine, after {@link #bring}.
   *
   * @throws IOException if it is not there; the message names the places
   */
  public String program(NodeView node) throws IOException {
    for (String place : places) {
      Path program = folder(node).resolve(place);
      if (node.machine().has(program)) {
        return program.toString();
      }
    }
    throw new IOException(
        "there is none of %s in %s: it has to be a release, as its authors publish them"
            .formatted(String.join(", ", places), archive));
  }

  private static Path folder(NodeView node) {
    return node.folder().resolve("release");
  }
}
