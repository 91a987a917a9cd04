package outpost.remoted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outpost.remoted.RemotedServer.Fault;

/** Sends a {@link RemotedServer}'s messages, spoilt as its faults say. */
final class FaultySender {
  private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"");

  private final OutputStream out;
  private final Set<Fault> faults;
  private long sent;

  FaultySender(OutputStream out, Set<Fault> faults) {
    this.out = out;
    this.faults = faults;
  }

  synchronized void send(Element message) throws IOException {
    byte[] xml = text(message).getBytes(StandardCharsets.UTF_8);
    byte[] payload = Arrays.copyOf(xml, xml.length + 1);
    byte[] header = header(payload.length);
    if (faults.contains(Fault.ONE_RECORD)) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.write(header);
      both.write(payload);
      out.write(both.toByteArray());
    } else {
      out.write(header);
      out.write(payload);
    }
    out.flush();
  }

  private byte[] header(int size) {
    byte[] header = new Header(++sent, size).bytes();
    if (faults.contains(Fault.BAD_MAGIC)) {
      header[0] = 'X';
    }
    if (faults.contains(Fault.OVERSIZED)) {
      header[39] = 0x7f;
    }
    return header;
  }

  private String text(Element message) {
    if (faults.contains(Fault.NO_XML)) {
      return "+OK";
    }
    if (faults.contains(Fault.OTHER_XML)) {
      return Element.named("cib_command").xml();
    }
    return faults.contains(Fault.UNESCAPED)
        ? VALUE.matcher(message.xml()).replaceAll(FaultySender::unescaped)
        : message.xml();
  }

  /** From the first character beyond ASCII on nothing is escaped any more. */
  private static String unescaped(MatchResult value) {
    String text = value.group();
    int from = 0;
    while (from < text.length() && text.charAt(from) < 0x80) {
      from++;
    }
    String rest =
        text.substring(from)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
    return Matcher.quoteReplacement(text.substring(0, from) + rest);
  }
}
