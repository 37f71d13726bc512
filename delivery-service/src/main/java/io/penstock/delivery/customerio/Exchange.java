package io.penstock.delivery.customerio;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One request and its whole reply. */
final class Exchange {
    private Exchange() {}

    /**
     * Sends a request. The client's own time-out ends with the headers; this one covers a body that drips.
     *
     * @param timeout from now to the last byte of the reply; then it fails with a {@code TimeoutException} as the
     *     cause, and the request is given up
     * @param most bytes of the reply's body; a longer one is a fault
     */
    static CompletableFuture<HttpResponse<byte[]>> within(
            Duration timeout, long most, HttpClient client, HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), most));
        return exchange.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((reply, fault) -> {
                    if (fault != null) {
                        exchange.cancel(true);
                    }
                });
    }
}
