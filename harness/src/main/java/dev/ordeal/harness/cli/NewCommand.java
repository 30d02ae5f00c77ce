package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.create.Language;
import dev.ordeal.harness.create.Skeleton;
import dev.ordeal.targets.Targets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ordeal new}. */
@Command(
    name = "new",
    description = {
      "Writes the first files of a target for your own database.",
      "They run as they are, with a small key-value store in Python that you replace step by step."
    })
final class NewCommand implements Callable<Integer> {
  private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "the target's name, such as my-database")
  private String name;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "the folder to write, new or empty (default: NAME)")
  private Path into;

  /** Adds an option for each language, of which one can be chosen. */
  @Spec
  void describedBy(CommandSpec command) {
    spec = command;
    ArgGroupSpec.Builder group = ArgGroupSpec.builder().exclusive(true).multiplicity("0..1");
    for (Language language : Language.values()) {
      boolean isDefault = language == Language.DEFAULT;
      group.addArg(
          OptionSpec.builder("--" + language.word())
              .description(language.description() + (isDefault ? " (default)" : ""))
              .build());
    }
    command.addArgGroup(group.build());
  }

  @Override
  public Integer call() throws IOException {
    Language language =
        Arrays.stream(Language.values())
            .filter(
                each -> spec.commandLine().getParseResult().hasMatchedOption("--" + each.word()))
            .findFirst()
            .orElse(Language.DEFAULT);
    PrintWriter out = spec.commandLine().getOut();
    try {
      requireFree();
      Skeleton skeleton = new Skeleton(name, language, into == null ? Path.of(name) : into);
      skeleton.write().forEach(file -> out.println("wrote " + file));
      out.println("Next, as it is and then with your own database in place of kv_server.py:");
      skeleton.commands().forEach(command -> out.println("  " + command));
    } catch (IllegalArgumentException refused) {
      throw new UsageException(refused.getMessage());
    } catch (FileSystemException failed) {
      throw new UsageException("cannot write %s: %s".formatted(failed.getFile(), reason(failed)));
    }
    out.flush();
    return ExitCodes.OK;
  }

  private void requireFree() {
    Targets.REGISTRY.all().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .ifPresent(
            target -> {
              throw new UsageException(
                  "There is a target '%s' already (%s); choose another name, such as my-%s"
                      .formatted(name, target.description(), name));
            });
  }

  private static String reason(FileSystemException failed) {
    return switch (failed) {
      case FileAlreadyExistsException file -> "there is a file of that name";
      case AccessDeniedException denied -> "permission denied";
      default -> failed.getReason() == null ? "there is no such place" : failed.getReason();
    };
  }
}
