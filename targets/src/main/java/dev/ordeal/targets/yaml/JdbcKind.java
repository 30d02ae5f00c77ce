package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.calls.Contract;
import dev.ordeal.targets.jdbc.JdbcClients;
import dev.ordeal.targets.jdbc.JdbcUrl;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import dev.ordeal.targets.yaml.document.Template;
import dev.ordeal.targets.yaml.document.Where;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Clients that send SQL through a JDBC driver, for every contract that these fulfil. */
final class JdbcKind implements ClientKind {
  /** Beside the contracts, under {@code clients}. */
  static final String KEY = "jdbc";

  private final Setting url;
  private final Map<String, Setting> settings;

  /** By settings, which depend on the options of a run: the driver is found once. */
  private final Map<Map<String, String>, JdbcClients> made = new ConcurrentHashMap<>();

  /** What the file says of one thing, and where. */
  private record Setting(Template template, Where where) {
    static Setting of(Node node, Collection<String> known) {
      return new Setting(Template.of(node, known), node.where());
    }

    String render(Map<String, String> values) {
      return template.render(values);
    }

    /** Whether it depends on an option that has no value. */
    boolean isOpen(Map<String, String> values) {
      return IntStream.range(0, template.parts().size())
          .filter(i -> i % 2 == 1)
          .anyMatch(i -> values.get(template.parts().get(i)).isEmpty());
    }
  }

  private JdbcKind(Setting url, Map<String, Setting> settings) {
    this.url = url;
    this.settings = settings;
  }

  /** Reads one: a mapping with {@code url} and the options of the target {@code jdbc}. */
  static JdbcKind of(Node node, Names names) {
    Section section = node.section();
    Node url = section.need("url", "jdbc:postgresql://${client.address}/NAME");
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (String name : JdbcClients.optionNames()) {
      section
          .find(name)
          .ifPresent(value -> settings.put(name, Setting.of(value, names.everywhere())));
    }
    section.end();
    if (!url.text().startsWith("jdbc:")) {
      throw url.where().problem("a URL of JDBC expected: jdbc:postgresql://${client.address}/NAME");
    }
    return new JdbcKind(Setting.of(url, names.ofClient()), settings);
  }

  @Override
  public void check(Map<String, String> values) {
    settings.forEach(
        (name, setting) -> {
          String value = setting.render(values);
          if (!value.isEmpty()) {
            check(setting, () -> JdbcClients.of(Map.of(name, value)));
          }
        });
    Map<String, String> somewhere = Names.ofClient(new Address("127.0.0.1", 1), values);
    if (!url.isOpen(somewhere)) {
      check(url, () -> JdbcClients.requireHonest(url(somewhere)));
    }
  }

  private static void check(Setting setting, Runnable use) {
    try {
      use.run();
    } catch (IllegalArgumentException wrong) {
      throw setting.where().problem(wrong.getMessage());
    }
  }

  List<Contract> contracts() {
    return Arrays.stream(Contract.values())
        .filter(contract -> JdbcClients.contracts().contains(contract.type()))
        .toList();
  }

  private JdbcClients clients(Map<String, String> values) {
    Map<String, String> rendered = new LinkedHashMap<>();
    settings.forEach((name, setting) -> rendered.put(name, setting.render(values)));
    rendered.values().removeIf(String::isEmpty);
    return made.computeIfAbsent(Map.copyOf(rendered), JdbcClients::of);
  }

  private JdbcUrl url(Map<String, String> values) {
    return new JdbcUrl(url.render(values));
  }

  /** Fetches the driver. */
  @Override
  public void prepare(Map<String, String> values) throws IOException {
    try {
      JdbcClients.requireHonest(url(values));
      clients(values).load(url(values));
    } catch (IllegalArgumentException wrong) {
      throw new IOException(wrong.getMessage(), wrong);
    }
  }

  /** Creates the tables. */
  @Override
  public Optional<String> notReady(Map<String, String> values) {
    return clients(values).notReady(url(values), true);
  }

  @Override
  public AutoCloseable open(
      Contract contract, ClientView client, Map<String, String> values, Map<String, String> options)
      throws IOException, InterruptedException {
    return clients(values).client(contract.type(), url(values)).orElseThrow();
  }
}
