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
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that share the rate of one account, by virtual clock. */
class RateBudgetTest {
    private final VirtualTime time = new VirtualTime();
    private final RateBudgets budgets = new RateBudgets();
    private final List<Instant> requests = new ArrayList<>();
    private final Map<String, Integer> byConnection = new HashMap<>();
    private final Map<String, Instant> started = new HashMap<>();
    private Function<String, Answer> answers = connection -> replied(200, Optional.empty());

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 80, 400})
    void twoConnectionsToOneAccountTogetherKeepItsRateAndNeitherStarves(int rate) {
        // Given
        Courier one = courier("one", "acme", rate, 8);
        Courier other = courier("other", "acme", rate, 8);

        // When
        one.carry(calls("a", rate * 70, Urgency.LIVE));
        other.carry(calls("b", rate * 70, Urgency.LIVE));
        time.run(Duration.ofSeconds(60));

        // Then
        keepsTo(rate);
        assertThat(requests.size()).isBetween((int) (0.9 * rate * 60), (int) (1.05 * rate * 60) + 1);
        assertThat(byConnection.get("one"))
                .isBetween((int) (0.45 * requests.size()), (int) (0.55 * requests.size()) + 1);
    }

    @Test
    void theWholeRateIsThereForOneWhenTheOtherHasNothingToSend() {
        courier("idle", "acme", 80, 8).carry(calls("a", 3, Urgency.LIVE));
        courier("busy", "acme", 80, 8).carry(calls("b", 6000, Urgency.LIVE));
        time.run(Duration.ofSeconds(60));
        keepsTo(80);
        assertThat(requests.size()).isGreaterThan((int) (0.9 * 80 * 60));
    }

    @Test
    void theLowestRateOfTheConnectionsHolds() {
        Courier fast = courier("fast", "acme", 500, 8);
        Courier slow = courier("slow", "acme", 20, 8);
        fast.carry(calls("a", 6000, Urgency.LIVE));
        slow.carry(calls("b", 6000, Urgency.LIVE));
        time.run(Duration.ofSeconds(30));
        keepsTo(20);
        assertThat(requests.size()).isGreaterThan((int) (0.9 * 20 * 30));
    }

    @Test
    void connectionsToDifferentAccountsDoNotSlowEachOther() {
        courier("one", "acme", 40, 8).carry(calls("a", 6000, Urgency.LIVE));
        courier("other", "globex", 40, 8).carry(calls("b", 6000, Urgency.LIVE));
        time.run(Duration.ofSeconds(30));
        assertThat(byConnection.get("one")).isBetween(1100, 1260);
        assertThat(byConnection.get("other")).isBetween(1100, 1260);
    }

    @Test
    void backFillOfOneConnectionDelaysLiveCallsOfTheOtherByLessThanASecond() {
        // Given
        courier("bulk", "acme", 10, 8).carry(calls("old", 5000, Urgency.BACKFILL));
        Courier live = courier("live", "acme", 10, 8);
        time.run(Duration.ofSeconds(20));

        // When
        Map<String, Instant> asked = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            asked.put("new" + i, time.instant());
            live.carry(List.of(new Call("new" + i, "p" + i, new byte[10])));
            time.run(Duration.ofMillis(700));
        }

        // Then
        asked.forEach(
                (id, at) -> assertThat(Duration.between(at, started.get(id))).isLessThan(Duration.ofSeconds(1)));
    }

    @Test
    void aWorkerTakesItsShareOfTheAccountWhateverTheConnections() {
        List<Courier> couriers = List.of(courier("one", "acme", 80, 8), courier("other", "acme", 80, 8));
        couriers.forEach(courier -> courier.share(0.25));
        couriers.forEach(
                courier -> courier.carry(calls(courier == couriers.getFirst() ? "a" : "b", 3000, Urgency.LIVE)));
        time.run(Duration.ofSeconds(60));
        keepsTo(20);
        assertThat(requests.size()).isBetween((int) (0.9 * 20 * 60), (int) (1.05 * 20 * 60));
    }

    @Test
    void tooManyRequestsOnOneConnectionSlowsAndHoldsAll() {
        // Given
        answers = connection -> connection.equals("one") && requests.size() == 1
                ? replied(429, Optional.of(Duration.ofSeconds(10)))
                : replied(200, Optional.empty());

        // When
        courier("one", "acme", 80, 1).carry(calls("a", 100, Urgency.LIVE));
        time.run(Duration.ofMillis(100));
        int before = requests.size();
        courier("other", "acme", 80, 8).carry(calls("b", 3000, Urgency.LIVE));
        time.run(Duration.ofMillis(9_800));

        // Then
        assertThat(requests.size()).isEqualTo(before);
        time.run(Duration.ofSeconds(30));
        assertThat(byConnection.get("other")).isGreaterThan(1000);
    }

    @Test
    void aConnectionThatIsStoppedLeavesItsTurnToTheOther() {
        answers = connection -> replied(connection.equals("stopped") ? 401 : 200, Optional.empty());
        courier("stopped", "acme", 80, 8).carry(calls("a", 1000, Urgency.LIVE));
        courier("other", "acme", 80, 8).carry(calls("b", 6000, Urgency.LIVE));
        time.run(Duration.ofSeconds(60));
        keepsTo(80);
        assertThat(byConnection.get("other")).isGreaterThan((int) (0.9 * 80 * 60));
    }

    private void keepsTo(int rate) {
        for (int from = 0, to = 0; to < requests.size(); to++) {
            while (!requests.get(from).plusSeconds(1).isAfter(requests.get(to))) {
                from++;
            }
            assertThat(to - from + 1).isLessThanOrEqualTo(Math.max(2, (int) Math.ceil(rate * 1.05)));
        }
    }

    private Courier courier(String connection, String account, int rate, int inFlight) {
        QueueSettings settings = new QueueSettings(
                new BatchLimits(1, 475_000, 12, 1),
                rate,
                inFlight,
                Duration.ofSeconds(30),
                Duration.ofDays(3),
                RetrySchedule.standard(() -> 0.5));
        Courier courier =
                new Courier(settings, calls -> send(connection, calls), () -> budgets.of(account), time, time);
        courier.share(1);
        return courier;
    }

    private CompletableFuture<Answer> send(String connection, List<Call> calls) {
        requests.add(time.instant());
        byConnection.merge(connection, 1, Integer::sum);
        calls.forEach(call -> started.putIfAbsent(call.id(), time.instant()));
        CompletableFuture<Answer> reply = new CompletableFuture<>();
        Answer answer = answers.apply(connection);
        time.after(Duration.ofMillis(5), () -> reply.complete(answer));
        return reply;
    }

    private static List<Call> calls(String name, int count, Urgency urgency) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Call(name + i, name + i, new byte[10], urgency))
                .toList();
    }

    private static Answer replied(int status, Optional<Duration> retryAfter) {
        return new Answer.Replied(status, retryAfter, new Answer.Body.Read(List.of()));
    }
}
