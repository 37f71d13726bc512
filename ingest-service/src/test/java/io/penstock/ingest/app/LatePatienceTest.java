package io.penstock.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatePatienceTest {
    @Test
    void saysThatItTakesLongAndWaitsOn() throws SourceException {
        CountDownLatch late = new CountDownLatch(1);

        String answer = new LatePatience(Duration.ofMillis(1))
                .call(
                        () -> {
                            try {
                                late.await();
                                return "answer";
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        },
                        late::countDown);

        assertThat(answer).isEqualTo("answer");
    }

    @Test
    void interruptsWhatNobodyWaitsForAnyMore() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);

        assertThatThrownBy(() -> new LatePatience(Duration.ofMillis(1))
                        .call(
                                () -> {
                                    try {
                                        started.countDown();
                                        new CountDownLatch(1).await();
                                    } catch (InterruptedException e) {
                                        interrupted.countDown();
                                    }
                                    return "too late";
                                },
                                () -> {
                                    if (started.getCount() > 0) {
                                        return;
                                    }
                                    throw new UncheckedIOException(new IOException("the reader has gone"));
                                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysNothingOfWhatIsQuickAndPassesAFailureOn() {
        SourceException failure = new SourceException(Fault.CREDENTIALS, "refused");

        assertThatThrownBy(() -> new LatePatience(Duration.ofMinutes(1))
                        .call(
                                () -> {
                                    throw failure;
                                },
                                () -> {
                                    throw new AssertionError("not late");
                                }))
                .isSameAs(failure);
    }
}
