package io.penstock.benchmarks.delivery;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's HTTP client with nothing around it: sends batches that are already written and looks at the status. */
final class BareClient {
    private final URI address;
    private final String authorization;
    private final int atOneTime;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param atOneTime most requests under way, as the service has them */
    BareClient(URI address, String credentials, int atOneTime) {
        this.address = address;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        this.atOneTime = atOneTime;
    }

    /** Wall and CPU time of this process, in nanoseconds. */
    record Sent(long wall, long cpu) {}

    /** @throws IllegalStateException if an answer was not 200 */
    Sent send(List<byte[]> batches) throws InterruptedException {
        Semaphore places = new Semaphore(atOneTime);
        AtomicInteger refused = new AtomicInteger();
        long cpu = cpu();
        long wall = System.nanoTime();
        for (byte[] batch : batches) {
            places.acquire();
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Authorization", authorization)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(batch))
                    .build();
            client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).whenComplete((answer, fault) -> {
                if (fault != null || answer.statusCode() != 200) {
                    refused.incrementAndGet();
                }
                places.release();
            });
        }
        places.acquire(atOneTime);
        Sent sent = new Sent(System.nanoTime() - wall, cpu() - cpu);
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " of " + batches.size() + " batches were not taken");
        }
        return sent;
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
