package io.penstock.benchmarks.events;

import io.penstock.local.stack.House;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Reporting webhooks of some 450 bytes, signed as Customer.io signs them. Thread-safe. */
final class Webhooks {
    private static final int PEOPLE = 5_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI door;

    Webhooks(String url) {
        door = URI.create(url + "/webhooks/customerio");
    }

    static String person(long n) {
        return "c" + n % PEOPLE;
    }

    static String body(String id, long n, Instant at) {
        return """
                {"data":{"action_id":96,"campaign_id":23,"customer_id":"usr_%d","delivery_id":"dgTJlgEAAZLx%d==","href":"https://example.com/upgrade?a=1&b=2",\
                "identifiers":{"cio_id":"%s","email":"person%d@example.com","id":"usr_%d"},"link_id":7,"recipient":"person%d@example.com",\
                "subject":"Upgrade → Pro"},"event_id":"%s","metric":"clicked","object_type":"email","timestamp":%d}""".formatted(n % PEOPLE, n, person(n), n % PEOPLE, n % PEOPLE, n % PEOPLE, id, at.getEpochSecond());
    }

    /** Status of the answer, 0 if there was none within 4 s. */
    int post(String body) throws InterruptedException {
        String time = Long.toString(Instant.now().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(door)
                .timeout(Duration.ofSeconds(4))
                .header("X-CIO-Timestamp", time)
                .header("X-CIO-Signature", signature(time, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String signature(String time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(House.WEBHOOK_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("v0:" + time + ":" + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
