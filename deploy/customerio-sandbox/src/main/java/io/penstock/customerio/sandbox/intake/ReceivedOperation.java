package io.penstock.customerio.sandbox.intake;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One line of the record of everything received (rule 28). Only the verdict changes, once, from pending. Guarded by its
 * intake.
 */
final class ReceivedOperation {

    private final long seq;
    private final long request;
    private final long receivedAtMs;
    private final String method;
    private final String path;
    private final String headers;
    private final int batchIndex;
    private final String type;
    private final String action;
    private final String identifiers;
    private final byte[] body;
    private final int status;
    private final String fault;
    private Verdict verdict;
    private String reason;

    ReceivedOperation(long seq, long request, long receivedAtMs, Arrival arrival) {
        this.seq = seq;
        this.request = request;
        this.receivedAtMs = receivedAtMs;
        this.method = arrival.origin().method();
        this.path = arrival.origin().path();
        this.headers = arrival.origin().headers();
        this.batchIndex = arrival.batchIndex();
        this.type = arrival.reading().type().intern();
        this.action = arrival.reading().action().intern();
        this.identifiers = arrival.reading().identifiers().toString();
        this.body = arrival.body();
        this.status = arrival.status();
        this.fault = arrival.fault();
        this.verdict = arrival.verdict();
        this.reason = arrival.reason();
    }

    ReceivedOperation(ObjectNode line) {
        this.seq = line.path("seq").asLong();
        this.request = line.path("request").asLong();
        this.receivedAtMs = line.path("at").asLong();
        this.method = line.path("method").asText().intern();
        this.path = line.path("path").asText().intern();
        this.headers = line.path("headers").asText("{}").intern();
        this.batchIndex = line.path("index").asInt();
        this.type = line.path("type").asText().intern();
        this.action = line.path("action").asText().intern();
        this.identifiers = line.path("identifiers").asText();
        this.body = line.path("body").asText().getBytes(StandardCharsets.UTF_8);
        this.status = line.path("status").asInt();
        this.fault = line.path("fault").asText().intern();
        this.verdict = Verdict.valueOf(line.path("verdict").asText(Verdict.PENDING.name()));
        this.reason = line.path("reason").asText();
    }

    /**
     * The journal's line: what arrived and whether the edge settled it, not what became of the rest, which the replay
     * finds again.
     */
    ObjectNode toLine() {
        return Json.object()
                .put("kind", "operation")
                .put("seq", seq)
                .put("request", request)
                .put("at", receivedAtMs)
                .put("method", method)
                .put("path", path)
                .put("headers", headers)
                .put("index", batchIndex)
                .put("type", type)
                .put("action", action)
                .put("identifiers", identifiers)
                .put("body", new String(body, StandardCharsets.UTF_8))
                .put("status", status)
                .put("fault", fault)
                .put("verdict", verdict.name())
                .put("reason", verdict == Verdict.PENDING ? "" : reason);
    }

    /** The inspection's entry; a body that is JSON appears as exactly the JSON that came. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("seq", seq);
        json.writeNumberField("request", request);
        json.writeNumberField("received_at", receivedAtMs);
        json.writeStringField("method", method);
        json.writeStringField("path", path);
        json.writeFieldName("headers");
        json.writeRawValue(headers);
        if (batchIndex >= 0) {
            json.writeNumberField("batch_index", batchIndex);
        }
        json.writeStringField("type", type);
        json.writeStringField("action", action);
        json.writeFieldName("identifiers");
        json.writeRawValue(identifiers);
        json.writeFieldName("body");
        writeBody(json);
        json.writeNumberField("bytes", body.length);
        json.writeNumberField("status", status);
        json.writeStringField("verdict", verdict.label());
        json.writeStringField("reason", reason);
        json.writeStringField("fault", fault);
        json.writeEndObject();
    }

    private void writeBody(JsonGenerator json) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (body.length == 0) {
            json.writeNull();
        } else if (Json.parse(body).isPresent()) {
            json.writeRawValue(text);
        } else {
            json.writeString(text);
        }
    }

    long seq() {
        return seq;
    }

    long request() {
        return request;
    }

    long receivedAtMs() {
        return receivedAtMs;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    byte[] body() {
        return body;
    }

    String type() {
        return type;
    }

    String action() {
        return action;
    }

    Verdict verdict() {
        return verdict;
    }

    void decide(Verdict decided, String why) {
        verdict = decided;
        reason = why;
    }
}
