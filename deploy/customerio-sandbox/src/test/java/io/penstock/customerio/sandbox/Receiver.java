package io.penstock.customerio.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of webhooks that answers from a script, then with 200, and remembers everything. */
final class Receiver implements AutoCloseable {

    record Received(String signature, long timestamp, byte[] body, int answered) {}

    private final HttpServer server;
    private final Queue<Integer> script = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    Receiver(Integer... answers) throws IOException {
        script.addAll(List.of(answers));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        byte[] body = exchange.getRequestBody().readAllBytes();
        Integer next = script.poll();
        int status = next == null ? 200 : next;
        received.add(new Received(
                exchange.getRequestHeaders().getFirst("X-CIO-Signature"),
                Long.parseLong(exchange.getRequestHeaders().getFirst("X-CIO-Timestamp")),
                body,
                status));
        underWay.decrementAndGet();
        if (status == 0) {
            exchange.close();
        } else {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    int mostUnderWay() {
        return mostUnderWay.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
