package io.penstock.customerio.sandbox.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Sends the head of the queue, one at a time, signed afresh at each try (reference 7.1). One thread of its own. */
final class WebhookSender {

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final long STALE_SECONDS = 3600;
    private static final String WRONG_KEY = "not-the-signing-key";

    private final WebhookQueue queue;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Thread thread =
            Thread.ofVirtual().name("customerio-sandbox-webhooks").unstarted(this::run);

    WebhookSender(WebhookQueue queue, InstantSource clock) {
        this.queue = queue;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (Optional<WebhookQueue.Next> next = queue.next(); next.isPresent(); next = queue.next()) {
                queue.answered(next.get().hook(), send(next.get()));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private int send(WebhookQueue.Next next) throws InterruptedException {
        Hook hook = next.hook();
        long now = clock.instant().getEpochSecond();
        long timestamp = hook.kind() == Hook.Kind.STALE ? now - STALE_SECONDS : now;
        String key = hook.kind() == Hook.Kind.FORGED ? WRONG_KEY : next.target().key();
        HttpRequest request = HttpRequest.newBuilder(next.target().url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-CIO-Timestamp", String.valueOf(timestamp))
                .header("X-CIO-Signature", Signature.of(key, timestamp, hook.body()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(hook.body()))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (HttpTimeoutException late) {
            return RetrySchedule.TIMEOUT;
        } catch (IOException broken) {
            return RetrySchedule.NO_CONNECTION;
        }
    }

    /** Breaks off a try under way and waits for the thread, so that nothing is journalled afterwards. */
    void close() {
        http.shutdownNow();
        if (thread.getState() == Thread.State.NEW) {
            return; // replaced while the journal was being read
        }
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
