package dev.ordeal.results.report;

import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The verdict for build servers: a suite a run, a case a checker; unknown is an error. */
public final class JUnitXml {
  private JUnitXml() {}

  public static String of(RunInfo info, Judgement judgement) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", info.target() + "-" + info.workload());
      xml.writeAttribute("tests", Integer.toString(judgement.results().size()));
      xml.writeAttribute("failures", count(judgement, Verdict.INVALID));
      xml.writeAttribute("errors", count(judgement, Verdict.UNKNOWN));
      xml.writeAttribute("timestamp", info.started());
      xml.writeStartElement("properties");
      property(xml, "seed", Long.toString(info.seed()));
      property(xml, "reproduce", info.reproduce());
      xml.writeEndElement();
      for (CheckResult result : judgement.results()) {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "ordeal." + info.target() + "." + info.workload());
        xml.writeAttribute("name", result.checker());
        if (result.verdict() != Verdict.VALID) {
          xml.writeStartElement(result.verdict() == Verdict.INVALID ? "failure" : "error");
          xml.writeAttribute("message", result.reason());
          StringBuilder body = new StringBuilder();
          result
              .anomalies()
              .forEach(
                  a -> body.append(a.name()).append(": ").append(a.storyAndDoubt()).append('\n'));
          xml.writeCharacters(body.toString());
          xml.writeEndElement();
        }
        if (!result.warnings().isEmpty()) {
          xml.writeStartElement("system-out");
          xml.writeCharacters("warning: " + String.join("\nwarning: ", result.warnings()));
          xml.writeEndElement();
        }
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("writing to memory cannot fail", impossible);
    }
    return Printable.of(text + "\n");
  }

  private static String count(Judgement judgement, Verdict verdict) {
    return Long.toString(judgement.results().stream().filter(r -> r.verdict() == verdict).count());
  }

  private static void property(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", name);
    xml.writeAttribute("value", value);
  }
}
