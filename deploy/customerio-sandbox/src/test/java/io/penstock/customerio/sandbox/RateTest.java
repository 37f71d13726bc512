package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.customerio.sandbox.http.RateLimits;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Rule 26: every API has its limit, and the record is honest about what it cost. */
class RateTest {

    private static final int MANY = 12;

    private static SandboxClient start(RateLimits.Over over) {
        return SandboxClient.start(CustomerIoSandbox.builder().limits(new RateLimits(1, 1, 1, over)));
    }

    @Test
    void refusesWhatIsOverTheLimitOfEachApi() throws IOException {
        try (SandboxClient client = start(RateLimits.Over.REFUSE)) {
            int track = 0;
            int pipelines = 0;
            int app = 0;
            for (int i = 0; i < MANY; i++) {
                track += client.put("a", "{}") == 429 ? 1 : 0;
                pipelines += client.pipelines("identify", "{'userId':'b'}").statusCode() == 429 ? 1 : 0;
                app += client.appResponse("/v1/activities").statusCode() == 429 ? 1 : 0;
            }

            assertThat(track).isPositive();
            assertThat(pipelines).isPositive();
            assertThat(app).isPositive();
            assertThat(client.inspect("/summary").path("rejected").asInt()).isEqualTo(track + pipelines);
        }
    }

    @Test
    void recordsAsDroppedWhatItSilentlyDrops() throws IOException {
        try (SandboxClient client = start(RateLimits.Over.DROP_SILENTLY)) {
            for (int i = 0; i < MANY; i++) {
                assertThat(client.post("/api/v1/customers/a/events", "{'name':'e'}"))
                        .isEqualTo(200);
            }

            int applied = client.inspect("/summary").path("applied").asInt();
            assertThat(client.inspect("/summary").path("dropped").asInt())
                    .isPositive()
                    .isEqualTo(MANY - applied);
            assertThat(client.inspect("/people/a").path("events")).hasSize(applied);
        }
    }
}
