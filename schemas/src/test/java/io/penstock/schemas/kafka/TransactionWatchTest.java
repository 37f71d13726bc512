package io.penstock.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TransactionWatchTest {
    private static final String PROCESS = UUID.randomUUID().toString();

    @Test
    void transactionalIdsAreThoseOfThisApplicationAndOfNoOther() {
        Pattern own = TransactionWatch.transactionalIds("penstock.identity");
        assertThat(List.of(
                        "penstock.identity-" + PROCESS + "-1",
                        "penstock.identity-" + PROCESS + "-12",
                        "penstock.identity-" + PROCESS + "-",
                        "penstock.identity-" + PROCESS,
                        "penstock.identity-1",
                        "penstock.identity-2-" + PROCESS + "-1",
                        "my-penstock.identity-" + PROCESS + "-1",
                        "penstock-identity-" + PROCESS + "-1",
                        "penstock.identity-" + PROCESS + "-1-2"))
                .filteredOn(id -> own.matcher(id).matches())
                .containsExactly("penstock.identity-" + PROCESS + "-1", "penstock.identity-" + PROCESS + "-12");
    }

    @Test
    void theApplicationIsStartedThoughNobodyAnswers() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        try (TransactionWatch watch = watch("nowhere.invalid:9092")) {
            watch.start(started::countDown);
            assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(watch.aborted()).isZero();
        }
    }

    @Test
    void anApplicationThatIsStoppedIsNotStartedAnyMore() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        TransactionWatch watch = watch("127.0.0.1:1");
        watch.close();
        watch.start(started::countDown).join();
        assertThat(started.getCount()).isEqualTo(1);
    }

    private static TransactionWatch watch(String address) {
        return new TransactionWatch(
                Map.of("bootstrap.servers", address), "penstock-identity", List.of("resolved"), Duration.ofMinutes(1));
    }
}
