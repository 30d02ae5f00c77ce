package dev.ordeal.harness.stores;

import dev.ordeal.targets.Address;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection that speaks PostgreSQL's protocol 3.0: trusted log-in, simple queries. */
final class PostgresConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int PROTOCOL = 3 << 16;
  private static final String PARAMETERS = "user\0postgres\0database\0postgres\0\0";

  private final Socket socket = new Socket();
  private final DataInputStream input;

  /**
   * What a query returned.
   *
   * @param rows the first column of each row
   * @param tag what was done: {@code UPDATE 1}
   */
  record Answer(List<String> rows, String tag) {}

  PostgresConnection(Address address) throws IOException {
    try {
      socket.connect(new InetSocketAddress(address.host(), address.port()), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      byte[] parameters = PARAMETERS.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      DataOutputStream output = new DataOutputStream(message);
      output.writeInt(8 + parameters.length);
      output.writeInt(PROTOCOL);
      output.write(parameters);
      socket.getOutputStream().write(message.toByteArray());
      answer();
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  Answer query(String sql) throws IOException {
    byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(message);
    output.write('Q');
    output.writeInt(4 + text.length);
    output.write(text);
    socket.getOutputStream().write(message.toByteArray());
    return answer();
  }

  /** Reads messages until the server is ready for the next query. */
  private Answer answer() throws IOException {
    List<String> rows = new ArrayList<>();
    String tag = "";
    String error = "";
    while (true) {
      int type = input.readUnsignedByte();
      byte[] body = new byte[input.readInt() - 4];
      input.readFully(body);
      switch (type) {
        case 'D' -> rows.add(firstColumn(body));
        case 'C' -> tag = text(body, 0, body.length - 1);
        case 'E' -> error = text(body, 0, body.length).replace('\0', ' ');
        case 'Z' -> {
          if (!error.isEmpty()) {
            throw new IOException(error);
          }
          return new Answer(rows, tag);
        }
        default -> {
          // Parameters, notices, descriptions of rows; after a fatal error the connection ends.
        }
      }
    }
  }

  /** After the number of columns: the length of the first, and its text. */
  private static String firstColumn(byte[] row) {
    return text(row, 6, row.length - 6);
  }

  private static String text(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
