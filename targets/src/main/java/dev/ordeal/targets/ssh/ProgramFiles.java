package dev.ordeal.targets.ssh;

import dev.ordeal.targets.shell.Checksum;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** This program's class path as files that can be brought elsewhere, by their checksums. */
final class ProgramFiles {
  private ProgramFiles() {}

  /** SHA-256 in hex, and the bytes of each jar; folders of classes are made into jars. */
  static Map<String, byte[]> all() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        byte[] jar = jarOf(path);
        files.put(Checksum.of(jar), jar);
      } else if (Files.isRegularFile(path)) {
        byte[] jar = Files.readAllBytes(path);
        files.put(Checksum.of(jar), jar);
      }
    }
    return files;
  }

  /** The same bytes each time: entries in order, without dates. */
  private static byte[] jarOf(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        ZipEntry entry = new ZipEntry(folder.relativize(file).toString());
        entry.setTime(0);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
