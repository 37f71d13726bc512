package io.penstock.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourierTest {
    private final VirtualTime time = new VirtualTime();
    private final List<Instant> requests = new ArrayList<>();
    private final Map<String, Instant> started = new HashMap<>();
    private Duration latency = Duration.ofMillis(5);
    private Function<List<Call>, Answer> answers = calls -> replied(200);

    @Test
    void anExpiredKeyStopsTheDestinationAndNothingIsGivenUpHoweverLongItLasts() {
        // Given
        answers = calls -> replied(401);
        Courier courier = courier(5, 8);

        // When
        List<CompletableFuture<Ending>> endings = new Caller(courier).carry(calls(1000));
        time.run(Duration.ofDays(4));

        // Then
        assertThat(endings).noneMatch(CompletableFuture::isDone);
        long first = requests.stream()
                .filter(at -> at.isBefore(requests.getFirst().plusSeconds(29)))
                .count();
        assertThat(first).isLessThanOrEqualTo(10);
        assertThat((long) requests.size())
                .isLessThanOrEqualTo(first + Duration.ofDays(4).toSeconds() / 30);
        assertThat(courier.status().breaker())
                .isInstanceOfSatisfying(
                        BreakerState.Open.class,
                        open -> assertThat(open.reason()).isEqualTo("bad_credentials"));

        // When
        answers = calls -> replied(200);
        time.run(Duration.ofSeconds(60));

        // Then
        assertThat(endings)
                .allSatisfy(ending -> assertThat(ending.join().kind()).isEqualTo(Ending.Kind.ACCEPTED));
        assertThat(courier.status().breaker()).isEqualTo(new BreakerState.Closed());
    }

    @Test
    void aChangedConnectionIsTriedAtOnce() {
        answers = calls -> new Answer.NotSent("unknown_connection");
        Courier courier = courier(10, 8);
        List<CompletableFuture<Ending>> endings = new Caller(courier).carry(calls(20));
        time.run(Duration.ofSeconds(5));
        answers = calls -> replied(200);
        courier.connectionChanged(80);
        time.run(Duration.ofSeconds(1));
        assertThat(endings).allMatch(CompletableFuture::isDone);
    }

    @Test
    void aMostlyFailingDestinationIsProbedOnlyAndItsCallsAreGivenUpInTheEnd() {
        // Given
        answers = calls -> replied(503);
        Courier courier = courier(1, 8);

        // When
        List<CompletableFuture<Ending>> endings = new Caller(courier).carry(calls(30));
        time.run(Duration.ofHours(1));

        // Then
        long inTheLastHalfHour = requests.stream()
                .filter(at -> at.isAfter(time.instant().minus(Duration.ofMinutes(30))))
                .count();
        assertThat(inTheLastHalfHour).isLessThanOrEqualTo(61);
        assertThat(endings).noneMatch(CompletableFuture::isDone);

        // When
        time.run(Duration.ofDays(4));

        // Then
        assertThat(endings).anySatisfy(ending -> {
            assertThat(ending).isDone();
            assertThat(ending.join().kind()).isEqualTo(Ending.Kind.GIVEN_UP);
            assertThat(ending.join().code()).isEqualTo("server_error");
        });
    }

    @Test
    void givesACallUpAfterThreeDaysOfPassingFailures() {
        answers = calls -> calls.getFirst().id().equals("d0") ? replied(500) : replied(200);
        Courier courier = courier(1, 8);
        Instant start = time.instant();
        CompletableFuture<Ending> stuck = new Caller(courier).carry(calls(1)).getFirst();
        for (int minute = 0; minute < 5 * 24 * 60 && !stuck.isDone(); minute++) {
            courier.carry(List.of(new Call("other" + minute, "other" + minute, new byte[10])));
            time.run(Duration.ofMinutes(1));
        }
        Ending ending = stuck.join();
        assertThat(ending.kind()).isEqualTo(Ending.Kind.GIVEN_UP);
        assertThat(Duration.between(start, ending.at()))
                .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusHours(1));
        assertThat(ending.attempts()).isGreaterThan(100);
    }

    @Test
    void honoursRetryAfterForTheWholeDestination() {
        answers = calls -> requests.size() == 1
                ? new Answer.Replied(429, Optional.of(Duration.ofSeconds(40)), new Answer.Body.Read(List.of()))
                : replied(200);
        Courier courier = courier(1, 1);
        courier.carry(calls(3));
        time.run(Duration.ofMinutes(2));
        assertThat(requests).hasSize(4);
        assertThat(Duration.between(requests.get(0), requests.get(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void isolatesOneRefusedCallByHalving() {
        answers = calls -> calls.stream().anyMatch(call -> call.id().equals("d13")) ? replied(400) : replied(200);
        List<CompletableFuture<Ending>> endings = new Caller(courier(64, 8)).carry(calls(64));
        time.run(Duration.ofMinutes(1));
        for (int i = 0; i < 64; i++) {
            assertThat(endings.get(i).join().kind()).isEqualTo(i == 13 ? Ending.Kind.REJECTED : Ending.Kind.ACCEPTED);
        }
        assertThat(endings.get(13).join().attempts()).isEqualTo(7);
    }

    @Test
    void anEncoderFaultStopsInsteadOfDeadLettering() {
        answers = calls -> new Answer.Replied(
                400,
                Optional.empty(),
                new Answer.Body.Read(List.of(new Answer.ItemError(-1, "invalid", "body", "must be valid JSON"))));
        Courier courier = courier(10, 8);
        List<CompletableFuture<Ending>> endings = new Caller(courier).carry(calls(10));
        time.run(Duration.ofHours(1));
        assertThat(endings).noneMatch(CompletableFuture::isDone);
        assertThat(courier.status().breaker())
                .isInstanceOfSatisfying(
                        BreakerState.Open.class,
                        open -> assertThat(open.reason()).isEqualTo("encoder_fault"));
    }

    @Test
    void ofForgottenCallsNobodyIsToldAndNoneIsSentAgainAndTheirPersonIsFreeAfterTheAnswer() {
        // Given
        answers = calls -> replied(500);
        Courier courier = courier(1, 1);
        Caller caller = new Caller(courier);
        List<CompletableFuture<Ending>> first = caller.carry(calls(5));

        // When
        courier.forget(call -> true);
        int before = requests.size();
        answers = calls -> replied(200);
        List<CompletableFuture<Ending>> second = caller.carry(calls(5));
        time.run(Duration.ofMinutes(1));

        // Then
        assertThat(first).noneMatch(CompletableFuture::isDone);
        assertThat(second).allMatch(CompletableFuture::isDone);
        assertThat(requests).hasSize(before + 5);
    }

    @Test
    void aForgottenCallUnderWayStillGetsItsLastWord() {
        // Given
        Courier courier = courier(2, 1);
        List<CompletableFuture<Ending>> endings = new Caller(courier).carry(calls(5));

        // When
        courier.forget(call -> true);
        time.run(Duration.ofMinutes(1));

        // Then
        assertThat(endings.subList(0, 2))
                .allSatisfy(ending -> assertThat(ending.join().kind()).isEqualTo(Ending.Kind.ACCEPTED));
        assertThat(endings.subList(2, 5)).noneMatch(CompletableFuture::isDone);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aLiveCallWaitsForNoBackfillLongerThanASecond() {
        // Given: as much back-fill as keeps the connection's rate busy for ten minutes, each answer taking two seconds
        latency = Duration.ofSeconds(2);
        Courier courier = courier(100, 8);
        courier.carry(IntStream.range(0, 30_000)
                .mapToObj(i -> new Call("old" + i, "p" + i, new byte[100], Urgency.BACKFILL))
                .toList());
        time.run(Duration.ofSeconds(20));

        // When
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            started.clear();
            courier.carry(List.of(new Call("new" + i, "q" + i, new byte[100])));
            Instant asked = time.instant();
            time.run(Duration.ofSeconds(3));
            waits.add(Duration.between(asked, started.get("new" + i)));
        }

        // Then
        assertThat(courier.status().owed()).isPositive();
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(1)));
    }

    @Test
    void threeWorkersTogetherKeepTheLimitInEverySecondAndUseIt() {
        // Given
        List<Courier> workers = IntStream.range(0, 3)
                .mapToObj(i -> courier(1, 8))
                .peek(worker -> worker.share(1.0 / 3))
                .toList();

        // When
        for (int i = 0; i < 3; i++) {
            workers.get(i).carry(calls(2000));
        }
        time.run(Duration.ofSeconds(60));

        // Then
        for (Instant from : requests) {
            long inThatSecond = requests.stream()
                    .filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(1)))
                    .count();
            assertThat(inThatSecond).isLessThanOrEqualTo(84);
        }
        assertThat(requests.size()).isBetween((int) (0.9 * 80 * 60), (int) (1.05 * 80 * 60));
    }

    @Test
    void aThrowingDestinationIsRetriedLikeALostReply() {
        answers = calls -> {
            if (requests.size() == 1) {
                throw new IllegalArgumentException("broken");
            }
            return replied(200);
        };
        Courier courier = courier(1, 1);
        List<CompletableFuture<Ending>> endings = new Caller(courier).carry(calls(1));
        time.run(Duration.ofMinutes(1));
        assertThat(courier.status().ambiguous()).isEqualTo(1);
        Ending ending = endings.getFirst().join();
        assertThat(ending.attempts()).isEqualTo(2);
        assertThat(ending.ambiguous()).isEqualTo(1);
    }

    private Courier courier(int items, int inFlight) {
        QueueSettings settings = new QueueSettings(
                new BatchLimits(items, 475_000, 12, 1),
                80,
                inFlight,
                Duration.ofSeconds(30),
                Duration.ofDays(3),
                RetrySchedule.standard(() -> 0.5));
        return new Courier(settings, this::send, time, time);
    }

    private CompletionStage<Answer> send(List<Call> calls) {
        requests.add(time.instant());
        calls.forEach(call -> started.putIfAbsent(call.id(), time.instant()));
        CompletableFuture<Answer> reply = new CompletableFuture<>();
        Answer answer = answers.apply(calls);
        time.after(latency, () -> reply.complete(answer));
        return reply;
    }

    private static List<Call> calls(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Call("d" + i, "p" + i, new byte[100]))
                .toList();
    }

    private static Answer replied(int status) {
        return new Answer.Replied(status, Optional.empty(), new Answer.Body.Read(List.of()));
    }
}
