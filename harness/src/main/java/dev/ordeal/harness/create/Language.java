package dev.ordeal.harness.create;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** In what the clients of a new target are written, and of which files it consists. */
public enum Language {
  /** HTTP requests in the YAML file. */
  YAML(
      "clients as HTTP requests in the YAML file",
      "",
      "",
      Map.of("database.yml", "@NAME@.yml", "examples/yaml/kv_server.py", "kv_server.py")),

  /** A class of Java that starts nodes and makes clients. */
  JAVA(
      "one Java file that starts nodes and makes clients",
      "",
      "",
      Map.of(
          "examples/tutorial/MyDatabase.java",
          "@CLASS@.java",
          "examples/yaml/kv_server.py",
          "kv_server.py")),

  /** A client program in Python. */
  PYTHON(
      "a client program in Python",
      "python3 kv_client.py",
      "",
      Map.of(
          "database.yml",
          "@NAME@.yml",
          "examples/yaml/kv_client.py",
          "kv_client.py",
          "examples/python/ordeal_client.py",
          "ordeal_client.py",
          "examples/yaml/kv_server.py",
          "kv_server.py")),

  /** A client program in JavaScript. */
  JAVASCRIPT(
      "a client program in JavaScript (Node.js)",
      "node kv_client.mjs",
      "",
      Map.of(
          "database.yml",
          "@NAME@.yml",
          "examples/yaml/kv_client.mjs",
          "kv_client.mjs",
          "examples/javascript/ordeal_client.mjs",
          "ordeal_client.mjs",
          "examples/yaml/kv_server.py",
          "kv_server.py")),

  /** A client program in Go. */
  GO(
      "a client program in Go",
      "./kv-client",
      "(cd @FOLDER@ && go build -o kv-client .)",
      Map.of(
          "database.yml",
          "@NAME@.yml",
          "examples/go/kv_client.go",
          "kv_client.go",
          "examples/go/ordeal_client.go",
          "ordeal_client.go",
          "examples/go/go.mod",
          "go.mod",
          "examples/yaml/kv_server.py",
          "kv_server.py"));

  /** What is taken unless another one is asked for. */
  public static final Language DEFAULT = YAML;

  private final String description;
  private final String clientCommand;
  private final String build;
  private final Map<String, String> files;

  Language(String description, String clientCommand, String build, Map<String, String> files) {
    this.description = description;
    this.clientCommand = clientCommand;
    this.build = build;
    this.files = files;
  }

  /** One line for people. */
  public String description() {
    return description;
  }

  /** The word on the command line, such as {@code python}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The lines of the YAML file below {@code clients:}; empty if they are of HTTP. */
  List<String> clients() {
    return clientCommand.isEmpty()
        ? List.of()
        : List.of("  register:", "    command: " + clientCommand);
  }

  /** The command that builds the client program; empty if nothing is to be built. */
  String build() {
    return build;
  }

  /** The new files by the templates that they are made from. */
  Map<String, String> files() {
    return files;
  }

  /** Which file names the target on the command line. */
  String targetFile() {
    return this == JAVA ? "@CLASS@.java" : "@NAME@.yml";
  }
}
