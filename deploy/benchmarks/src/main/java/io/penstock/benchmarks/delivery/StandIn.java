package io.penstock.benchmarks.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stand-in's record of what it got. */
final class StandIn {
    private static final int PAGE = 20_000;

    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    StandIn(String url) {
        this.url = url;
    }

    URI batch() {
        return URI.create(url + "/api/v2/batch");
    }

    /** Forgets everything. */
    void reset() throws IOException, InterruptedException {
        ask("POST", "reset");
    }

    /** Operations received since the last reset. */
    long received() throws IOException, InterruptedException {
        return ask("GET", "requests?since=0&limit=1").path("last").asLong();
    }

    /** Every batch as it came, ready to be sent again. */
    List<byte[]> batches() throws IOException, InterruptedException {
        Map<String, ByteArrayOutputStream> byRequest = new LinkedHashMap<>();
        long since = 0;
        JsonNode page;
        do {
            page = ask("GET", "requests?since=" + since + "&limit=" + PAGE);
            for (JsonNode operation : page.path("operations")) {
                ByteArrayOutputStream batch = byRequest.computeIfAbsent(
                        operation.path("request").asText(), request -> new ByteArrayOutputStream());
                batch.writeBytes((batch.size() == 0 ? "{\"batch\":[" : ",").getBytes(StandardCharsets.UTF_8));
                batch.writeBytes(Json.wire().writeValueAsBytes(operation.path("body")));
            }
            since = page.path("next").asLong();
        } while (since < page.path("last").asLong());
        List<byte[]> batches = new ArrayList<>();
        byRequest.values().forEach(batch -> {
            batch.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
            batches.add(batch.toByteArray());
        });
        return batches;
    }

    private JsonNode ask(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/sandbox/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return Json.wire()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }
}
