package dev.ordeal.targets.yaml;

import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.shell.Shell;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import dev.ordeal.targets.yaml.document.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a node is configured and started.
 *
 * @param copies files beside the target's own that are copied into the node's folder
 * @param files written into the node's folder before each start, by their names
 * @param once commands that run before the first start; all of them again if one failed
 */
record Startup(
    List<Path> copies,
    Map<String, NodeList> lists,
    Map<String, Template> files,
    Map<String, Template> environment,
    List<List<Template>> once,
    List<Template> start) {
  /** Exists in a node's folder once all commands of {@code once} have succeeded. */
  private static final String DONE = ".once-done";

  /** Reads it from the keys of a target. */
  static Startup of(Section target, Path file, Names names) {
    Map<String, NodeList> lists = new LinkedHashMap<>();
    target.entries("lists").forEach((name, node) -> lists.put(name, list(node, names)));
    List<String> known = List.copyOf(names.ofNode(lists.keySet()));
    List<Path> copies = target.items("copy").stream().map(node -> copy(node, file)).toList();
    Map<String, Template> files = new LinkedHashMap<>();
    target
        .entries("files")
        .forEach(
            (name, node) -> {
              requireInside(node, name);
              files.put(name, Template.of(node, known));
            });
    Map<String, Template> environment = new LinkedHashMap<>();
    target
        .entries("environment")
        .forEach(
            (name, node) -> {
              if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw node.where().problem("not the name of a variable");
              }
              environment.put(name, Template.of(node, known));
            });
    List<List<Template>> once =
        target.items("once").stream().map(node -> Template.command(node, known)).toList();
    Node start = target.need("start", "the command that starts a node");
    return new Startup(copies, lists, files, environment, once, Template.command(start, known));
  }

  private static NodeList list(Node node, Names names) {
    Section section = node.section();
    Node each = section.need("each", "what stands for a node: ${peer.address.PORT}");
    NodeList list =
        new NodeList(
            Template.of(each, names.ofPeer()),
            section.text("separator", ","),
            section.flag("self", true));
    section.end();
    return list;
  }

  private static Path copy(Node node, Path file) {
    Path copied = Names.folder(file).resolve(node.text());
    if (!Files.isRegularFile(copied)) {
      throw node.where().problem("there is no file " + copied);
    }
    return copied;
  }

  /** A file outside of the node's folder would stay there, or be another's. */
  private static void requireInside(Node node, String name) {
    Path path = Path.of(name).normalize();
    if (path.isAbsolute() || path.startsWith("..") || path.toString().isEmpty()) {
      throw node.where().problem("a path inside the node's folder expected, not '" + name + "'");
    }
  }

  /** Copies what the node needs. */
  void prepare(NodeView node) throws IOException {
    for (Path copied : copies) {
      node.machine().copy(copied, node.folder().resolve(copied.getFileName().toString()));
    }
  }

  /** Writes the node's files; the command that starts it. */
  List<String> launch(NodeView node, Map<String, String> values) throws IOException {
    for (Map.Entry<String, Template> file : files.entrySet()) {
      node.machine().write(node.folder().resolve(file.getKey()), file.getValue().render(values));
    }
    List<String> command = new ArrayList<>();
    if (!environment.isEmpty()) {
      command.add("env");
      environment.forEach((name, value) -> command.add(name + "=" + value.render(values)));
    }
    if (!once.isEmpty()) {
      command.addAll(List.of("sh", "-c", onceScript(node, values), "sh"));
    }
    command.addAll(Template.render(start, values));
    return command;
  }

  /** Runs the commands where the node will run, with its disk and into its log. */
  private String onceScript(NodeView node, Map<String, String> values) {
    StringBuilder script = new StringBuilder("cd ");
    script.append(Shell.quoted(node.folder().toString())).append(" || exit 1\n");
    script.append("if [ ! -e ").append(DONE).append(" ]; then\n");
    for (List<Template> words : once) {
      List<String> command = Template.render(words, values);
      script.append(Shell.line(command)).append(" || { echo ");
      script.append(Shell.quoted("once: '" + String.join(" ", command) + "' failed with status"));
      script.append(" $? >&2; exit 1; }\n");
    }
    return script.append("true >").append(DONE).append("\nfi\nexec \"$@\"").toString();
  }
}
