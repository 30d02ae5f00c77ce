package dev.ordeal.results.campaign;

import dev.ordeal.results.report.Printable;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A campaign for build servers: a suite for each target and workload, a case a run. An invalid run
 * is a failure; one that is unknown, or for which there is no verdict, an error; one whose failure
 * is quarantined is skipped.
 */
public final class CampaignJUnit {
  private final Map<RunEnd, FailureGroup> groups = new HashMap<>();
  private final XMLStreamWriter xml;

  private CampaignJUnit(CampaignReport report, XMLStreamWriter xml) {
    this.xml = xml;
    report.groups().forEach(group -> group.ends().forEach(end -> groups.put(end, group)));
  }

  /** The document. */
  public static String of(CampaignReport report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      new CampaignJUnit(report, xml).write(report);
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("writing to memory cannot fail", impossible);
    }
    return Printable.of(text + "\n");
  }

  /** How a build server counts a run. */
  private enum Kind {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED;

    String element() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Kind kind(RunEnd end) {
    FailureGroup group = groups.get(end);
    if (group == null) {
      return Kind.PASSED;
    }
    if (group.quarantine().isPresent()) {
      return Kind.SKIPPED;
    }
    return end.ending() == Ending.INVALID ? Kind.FAILURE : Kind.ERROR;
  }

  private void write(CampaignReport report) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", report.name());
    // A build server that sees nothing but skipped cases would call the night a success.
    Optional<String> untested =
        report.isTested() && report.gaps().isEmpty() ? Optional.empty() : report.incomplete();
    counts(report.results(), untested.isPresent() ? 1 : 0, false);
    if (untested.isPresent()) {
      untested(untested.get());
    }
    Map<String, List<RunEnd>> suites =
        report.results().stream()
            .collect(Collectors.groupingBy(RunEnd::subject, TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<RunEnd>> suite : suites.entrySet()) {
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", suite.getKey());
      counts(suite.getValue(), 0, true);
      for (RunEnd end : suite.getValue()) {
        testcase(end);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  /** A case that is no run: whether the campaign as a whole shows anything. */
  private void untested(String why) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "campaign");
    counts(List.of(), 1, true);
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "ordeal.campaign");
    xml.writeAttribute("name", "tested something, and all of it");
    xml.writeAttribute("time", seconds(0));
    xml.writeStartElement("error");
    xml.writeAttribute("type", "unknown");
    xml.writeAttribute("message", why);
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndElement();
  }

  /**
   * @param others how many more cases there are, which are errors
   */
  private void counts(List<RunEnd> ends, int others, boolean isSuite) throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(ends.size() + others));
    xml.writeAttribute("failures", Long.toString(count(ends, Kind.FAILURE)));
    xml.writeAttribute("errors", Long.toString(count(ends, Kind.ERROR) + others));
    if (isSuite) {
      xml.writeAttribute("skipped", Long.toString(count(ends, Kind.SKIPPED)));
    }
    xml.writeAttribute("time", seconds(ends.stream().mapToDouble(RunEnd::seconds).sum()));
  }

  private long count(List<RunEnd> ends, Kind kind) {
    return ends.stream().filter(end -> kind(end) == kind).count();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private void testcase(RunEnd end) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "ordeal." + end.subject().replace(' ', '.'));
    xml.writeAttribute(
        "name", "%s, seed %d (run %d)".formatted(end.label(), end.seed(), end.run()));
    xml.writeAttribute("time", seconds(end.seconds()));
    Kind kind = kind(end);
    if (kind != Kind.PASSED) {
      FailureGroup group = groups.get(end);
      xml.writeStartElement(kind.element());
      if (kind == Kind.SKIPPED) {
        xml.writeAttribute("message", "quarantined: " + group.note());
      } else {
        xml.writeAttribute("type", end.signature());
        xml.writeAttribute("message", end.reason());
      }
      xml.writeCharacters(
          "%s\n%s, %s\n%s".formatted(end.signature(), group.status(), group.rate(), end.reason()));
      xml.writeEndElement();
    }
    xml.writeStartElement("system-out");
    xml.writeCharacters(where(end));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static String where(RunEnd end) {
    String report = end.report().isEmpty() ? "" : "report     " + end.report() + "\n";
    String command = end.reproduce().isEmpty() ? "" : "reproduce  " + end.reproduce() + "\n";
    return report + "console    " + end.console() + "\n" + command;
  }
}
