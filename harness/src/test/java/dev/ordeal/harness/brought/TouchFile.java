package dev.ordeal.harness.brought;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file for each struck node in a folder of the test, and nothing broken. */
public final class TouchFile implements FaultType {
  /** The system property that names the folder. */
  static final String FOLDER = "ordeal.test.touch";

  @Override
  public String name() {
    return "touch-file";
  }

  @Override
  public String description() {
    return "a file appears";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of();
  }

  @Override
  public Fault draw(Aim aim) {
    return new Touched(aim.struck());
  }

  private record Touched(List<String> nodes) implements Fault {
    private static Path file(FaultContext at, String node) {
      return Path.of(System.getProperty(FOLDER), at.runId() + "-" + node);
    }

    @Override
    public String describe() {
      return "file of " + String.join(", ", nodes);
    }

    @Override
    public List<Undo> undos(FaultContext at) {
      return nodes.stream()
          .map(node -> new Undo(DeleteTouched.KIND, Map.of("touched", file(at, node).toString())))
          .toList();
    }

    @Override
    public void inject(FaultContext at) throws IOException {
      for (String node : nodes) {
        Files.createFile(file(at, node));
      }
    }

    @Override
    public void heal(FaultContext at) throws IOException {
      for (String node : nodes) {
        Files.deleteIfExists(file(at, node));
      }
    }

    @Override
    public Seen verify(FaultContext at) {
      boolean all = nodes.stream().allMatch(node -> Files.exists(file(at, node)));
      return new Seen(all, all ? "all files are there" : "a file is missing");
    }

    @Override
    public Seen verifyGone(FaultContext at) {
      boolean none = nodes.stream().noneMatch(node -> Files.exists(file(at, node)));
      return new Seen(none, none ? "no file is left" : "a file is left");
    }
  }
}
