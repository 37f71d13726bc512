package io.penstock.customerio.sandbox.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One webhook on its way to the receiver, and what the receiver answered. Guarded by the queue. */
final class Hook {

    /** How it is sent. */
    enum Kind {
        /** As the vendor does: again until it is taken or too old. */
        GENUINE,
        /** The same body a second time: at-least-once made visible. */
        DUPLICATE,
        /** Once, with a signature by a wrong key. */
        FORGED,
        /** Once, rightly signed with a timestamp an hour old. */
        STALE
    }

    enum State {
        WAITING,
        DELIVERED,
        /** Too old to try again. */
        EXPIRED,
        /** Sent once on purpose and not taken. */
        REFUSED
    }

    private record Attempt(long atMs, String answer) {}

    private static final int REMEMBERED = 50;

    private final long number;
    private final long seq;
    private final Kind kind;
    private final String eventId;
    private final String metric;
    private final byte[] body;
    private final long createdMs;
    private final List<Attempt> attempts = new ArrayList<>();
    private State state = State.WAITING;
    private int failures;
    private long dueNanos;

    /** The sequence number is that of the operation that caused it, 0 for a delivery asked for over HTTP. */
    Hook(long number, long seq, Kind kind, String eventId, String metric, byte[] body, long createdMs) {
        this.number = number;
        this.seq = seq;
        this.kind = kind;
        this.eventId = eventId;
        this.metric = metric;
        this.body = body;
        this.createdMs = createdMs;
        this.dueNanos = System.nanoTime();
    }

    Hook(ObjectNode line) {
        this(
                line.path("number").asLong(),
                line.path("seq").asLong(),
                Kind.valueOf(line.path("sent_as").asText()),
                line.path("event_id").asText(),
                line.path("metric").asText(),
                line.path("body").asText().getBytes(StandardCharsets.UTF_8),
                line.path("at").asLong());
    }

    ObjectNode toLine() {
        return Json.object()
                .put("kind", "hook")
                .put("number", number)
                .put("seq", seq)
                .put("sent_as", kind.name())
                .put("event_id", eventId)
                .put("metric", metric)
                .put("body", new String(body, StandardCharsets.UTF_8))
                .put("at", createdMs);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("number", number)
                .put("event_id", eventId)
                .put("metric", metric)
                .put("sent_as", kind.name().toLowerCase(Locale.ROOT))
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("operation", seq);
        var shown = json.putArray("attempts");
        attempts.forEach(each -> shown.addObject().put("at", each.atMs()).put("answer", each.answer()));
        json.put("body", new String(body, StandardCharsets.UTF_8));
        return json;
    }

    long number() {
        return number;
    }

    long seq() {
        return seq;
    }

    Kind kind() {
        return kind;
    }

    byte[] body() {
        return body;
    }

    long createdMs() {
        return createdMs;
    }

    State state() {
        return state;
    }

    long dueNanos() {
        return dueNanos;
    }

    boolean isSentOnce() {
        return kind == Kind.FORGED || kind == Kind.STALE;
    }

    void attempted(long atMs, String answer) {
        if (attempts.size() == REMEMBERED) {
            attempts.removeFirst();
        }
        attempts.add(new Attempt(atMs, answer));
    }

    void end(State ended) {
        state = ended;
    }

    /** Counts a failure and returns how many there are now. */
    int failed() {
        return ++failures;
    }

    void retryAt(long nanos) {
        dueNanos = nanos;
    }
}
