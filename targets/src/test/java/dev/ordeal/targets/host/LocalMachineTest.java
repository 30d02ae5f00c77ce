package dev.ordeal.targets.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMachineTest {
  @TempDir private Path folder;
  private final LocalMachine machine = new LocalMachine();

  private Path archive(String... files) throws IOException {
    Path content = Files.createDirectories(folder.resolve("content"));
    for (String file : files) {
      machine.write(content.resolve(file), file);
    }
    Path archive = folder.resolve("archive.tar.gz");
    CommandResult answer =
        Commands.run(List.of("tar", "-C", content.toString(), "-czf", archive.toString(), "."));
    assertThat(answer.output()).isEmpty();
    return archive;
  }

  @Test
  void aFileWithTheSameContentIsLeftAlone() throws IOException {
    Path file = folder.resolve("configuration");
    machine.write(file, "one");
    FileTime written = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(file, written);
    machine.write(file, "one");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    machine.write(file, "two");
    assertThat(file).hasContent("two");
    assertThat(folder.toFile().list()).containsExactly("configuration");
  }

  @Test
  void aFileThatCannotBeWrittenLeavesTheOldOne() throws IOException {
    Path file = folder.resolve("configuration");
    machine.write(file, "one");
    Files.createDirectory(folder.resolve("configuration.part"));
    Files.createFile(folder.resolve("configuration.part").resolve("in the way"));
    assertThatThrownBy(() -> machine.write(file, "two")).isInstanceOf(IOException.class);
    assertThat(file).hasContent("one");
  }

  @Test
  void anArchiveIsUnpackedAndWhatWasThereIsGone() throws IOException {
    Path into = folder.resolve("its place");
    machine.write(into.resolve("older"), "");
    machine.unpack(archive("program", "library/a"), into);
    assertThat(into.resolve("program")).hasContent("program");
    assertThat(into.resolve("library/a")).hasContent("library/a");
    assertThat(into.resolve("older")).doesNotExist();
    assertThat(folder.toFile().list()).containsOnly("content", "archive.tar.gz", "its place");
  }

  @Test
  void aSingleFolderInItIsLeftOut() throws IOException {
    Path into = folder.resolve("into");
    machine.unpack(archive("release-1.0/program", "release-1.0/read me"), into);
    assertThat(into.toFile().list()).containsExactlyInAnyOrder("program", "read me");
  }

  @Test
  void aSingleFileIsNot() throws IOException {
    Path into = folder.resolve("into");
    machine.unpack(archive("program"), into);
    assertThat(into.resolve("program")).hasContent("program");
  }

  @Test
  void whatIsNoArchiveLeavesNothing() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "no archive\n");
    assertThatThrownBy(() -> machine.unpack(text, folder.resolve("into")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tar archive");
    assertThat(folder.toFile().list()).containsExactly("text");
  }

  @Test
  void aCopyIsWholeAndMayBeRunAsBefore() throws IOException {
    Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\necho here\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path copy = folder.resolve("deep/er/copy");
    machine.copy(program, copy);
    assertThat(Commands.run(List.of(copy.toString())).output()).isEqualTo("here\n");
    assertThat(copy.getParent().toFile().list()).containsExactly("copy");
  }
}
