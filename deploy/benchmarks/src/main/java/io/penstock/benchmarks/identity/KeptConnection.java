package io.penstock.benchmarks.identity;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection, kept, used by one thread that waits for each answer itself. The JDK's client hands an answer
 * over to two more threads: on a machine whose cores are busy that is most of what it would measure.
 */
final class KeptConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final int LONGEST_ANSWER = 1 << 20;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] answer = new byte[LONGEST_ANSWER];

    /** To this machine. */
    KeptConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Asks and reads the whole answer; @return its status */
    int get(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        int size = 0;
        int head;
        do {
            size = more(size);
            head = endOfHead(size);
        } while (head < 0);
        String text = new String(answer, 0, head, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        int end = head + length(text);
        while (size < end) {
            size = more(size);
        }
        return Integer.parseInt(text, "http/1.1 ".length(), "http/1.1 200".length(), 10);
    }

    private int more(int size) throws IOException {
        int read = in.read(answer, size, answer.length - size);
        if (read <= 0) {
            throw new EOFException("an answer of more than " + size + " bytes was expected");
        }
        return size + read;
    }

    /** First byte of the body; negative while the head is not complete. */
    private int endOfHead(int size) {
        for (int i = 3; i < size; i++) {
            if (answer[i] == '\n' && answer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int length(String head) {
        int at = head.indexOf(LENGTH);
        if (at < 0) {
            throw new IllegalStateException("an answer without a length");
        }
        return Integer.parseInt(
                head.substring(at + LENGTH.length(), head.indexOf('\r', at)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
