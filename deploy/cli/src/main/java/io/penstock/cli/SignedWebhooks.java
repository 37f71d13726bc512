package io.penstock.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts bodies to webhook-service signed as Customer.io signs them, one after the other. */
final class SignedWebhooks implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 30;

    private final Http http = new Http();
    private final String address;
    private final byte[] key;

    /** @param url of the service, with the path of its endpoint if it has one */
    SignedWebhooks(URI url, String key) {
        this.address = url.getPath().isEmpty() || url.getPath().equals("/")
                ? url.toString().replaceAll("/+$", "") + "/webhooks/customerio"
                : url.toString();
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns when the service has it for good: again each second, for half a minute, while the service asks for it or
     * nobody answers. Safe to repeat.
     *
     * @throws CommandFailedException if the service refuses it or stays away
     */
    void send(String body) {
        Optional<Integer> status = post(body);
        for (int attempt = 1;
                attempt < ATTEMPTS && status.filter(code -> code < 500).isEmpty();
                attempt++) {
            pause();
            status = post(body);
        }
        if (!status.equals(Optional.of(200))) {
            throw new CommandFailedException(
                    status.map(code -> "status " + code).orElse("no answer") + " from " + address);
        }
    }

    private Optional<Integer> post(String body) {
        String time = Long.toString(Instant.now().getEpochSecond());
        return http.post(
                address, body, Map.of("X-CIO-Timestamp", time, "X-CIO-Signature", signature(time, body)), ANSWER);
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted");
        }
    }

    private String signature(String time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("v0:" + time + ":" + body).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
