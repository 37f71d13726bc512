package io.penstock.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A destination that answers each call by a script written beforehand: passing failures of every kind, then accepted or
 * rejected. Times, batches, ways and urgency are random, the clock is virtual; what must hold never is: exact order per
 * person, one last word each and nothing after it, every repeat with the id and the bytes of the first try, so that a
 * destination that ignores a known id sees no second effect.
 */
class ScriptedDestinationTest {
    private static final int USERS = 50;
    private static final int CALLS = 40;
    private static final Way ALONE = new Way("alone", 1);

    /** A trial before a release: {@code -Dpenstock.trial.seeds=250}. */
    private static final int SEEDS = Integer.getInteger("penstock.trial.seeds", 60);

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void orderIsExactAndNothingIsSentAfterItsLastWord(int seed) {
        // Given
        Random random = new Random(seed);
        VirtualTime time = new VirtualTime();
        Script script = new Script(random, time);
        QueueSettings settings = new QueueSettings(
                new BatchLimits(1 + random.nextInt(30), 2000, 12, 1),
                50 + random.nextInt(500),
                1 + random.nextInt(8),
                Duration.ofSeconds(30),
                Duration.ofDays(3),
                RetrySchedule.standard(random::nextDouble));
        Courier courier = new Courier(settings, script, time, time);
        Caller caller = new Caller(courier);
        List<Call> calls = new ArrayList<>();
        for (int sequence = 0; sequence < CALLS; sequence++) {
            for (int user = 0; user < USERS; user++) {
                calls.add(script.call(user, sequence));
            }
        }

        // When
        List<CompletableFuture<Ending>> endings = new ArrayList<>();
        for (int from = 0; from < calls.size(); ) {
            int to = Math.min(calls.size(), from + 1 + random.nextInt(200));
            endings.addAll(caller.carry(calls.subList(from, to)));
            time.run(Duration.ofMillis(random.nextInt(400)));
            from = to;
        }
        time.run(Duration.ofDays(30));

        // Then
        assertThat(endings).allMatch(CompletableFuture::isDone);
        assertThat(script.faults).isEmpty();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            Ending ending = endings.get(i).join();
            assertThat(ending.kind())
                    .isEqualTo(script.bad.contains(call.id()) ? Ending.Kind.REJECTED : Ending.Kind.ACCEPTED);
            assertThat(ending.kind() == Ending.Kind.REJECTED || script.applied.contains(call.id()))
                    .isTrue();
            assertThat(ending.attempts()).isEqualTo(script.attempts.get(call.id()));
            assertThat(ending.ambiguous()).isEqualTo(script.unanswered.getOrDefault(call.id(), 0));
        }
        for (int user = 0; user < USERS; user++) {
            assertThat(script.firstSeen.get("u" + user)).isEqualTo(script.expected(user));
        }
        assertThat(courier.status().owed()).isZero();
    }

    /** What is prescribed for one call before its last word. */
    private enum Step {
        THROTTLED,
        THROTTLED_WITH_WAIT,
        SERVER_ERROR,
        LOST_BEFORE,
        LOST_AFTER,
        CUT_REPLY,
        KEY_EXPIRED,
        BATCH_REFUSED
    }

    private static final class Script implements Destination {
        private final Random random;
        private final VirtualTime time;
        private final Map<String, Deque<Step>> steps = new HashMap<>();
        private final Set<String> bad = new HashSet<>();
        private final Map<String, Integer> attempts = new HashMap<>();
        private final Map<String, Integer> unanswered = new HashMap<>();
        private final Map<String, List<String>> firstSeen = new HashMap<>();
        private final Set<String> finished = new HashSet<>();
        private final Set<String> applied = new HashSet<>();
        private final Map<String, byte[]> said = new HashMap<>();
        private final Set<String> underWay = new HashSet<>();
        private final List<String> faults = new ArrayList<>();

        Script(Random random, VirtualTime time) {
            this.random = random;
            this.time = time;
        }

        Call call(int user, int sequence) {
            String id = id(user, sequence);
            Deque<Step> own = new ArrayDeque<>();
            int failures = random.nextInt(10) < 7 ? 0 : 1 + random.nextInt(4);
            for (int i = 0; i < failures; i++) {
                own.add(Step.values()[random.nextInt(Step.values().length)]);
            }
            steps.put(id, own);
            if (random.nextInt(10) == 0) {
                bad.add(id);
            }
            Urgency urgency = random.nextInt(3) == 0 ? Urgency.BACKFILL : Urgency.LIVE;
            Way way = random.nextInt(8) == 0 ? ALONE : Way.BATCH;
            return new Call(id, "u" + user, new byte[20 + random.nextInt(300)], urgency, way);
        }

        List<String> expected(int user) {
            return IntStream.range(0, CALLS).mapToObj(s -> id(user, s)).toList();
        }

        private static String id(int user, int sequence) {
            return "u" + user + "-" + sequence;
        }

        @Override
        public CompletionStage<Answer> send(List<Call> calls) {
            Way way = calls.getFirst().way();
            if (calls.size() > way.most()
                    || calls.stream().anyMatch(call -> !call.way().equals(way))) {
                faults.add("ways are mixed, or one that is to be alone is not");
            }
            for (Call call : calls) {
                if (finished.contains(call.id())) {
                    faults.add("sent after its last word: " + call.id());
                }
                if (said.putIfAbsent(call.id(), call.item()) instanceof byte[] before && before != call.item()) {
                    faults.add("said differently: " + call.id());
                }
                if (!underWay.add(call.lane())) {
                    faults.add("two at once for " + call.lane());
                }
                if (attempts.merge(call.id(), 1, Integer::sum) == 1) {
                    firstSeen
                            .computeIfAbsent(call.lane(), p -> new ArrayList<>())
                            .add(call.id());
                }
            }
            CompletableFuture<Answer> reply = new CompletableFuture<>();
            time.after(Duration.ofMillis(1 + random.nextInt(300)), () -> {
                calls.forEach(call -> underWay.remove(call.lane()));
                reply.complete(answer(calls));
            });
            return reply;
        }

        private void apply(List<Call> calls) {
            calls.stream().map(Call::id).filter(id -> !bad.contains(id)).forEach(applied::add);
        }

        /** The first call with a step left decides for the whole request. */
        private Answer answer(List<Call> calls) {
            for (Call call : calls) {
                Step step = steps.get(call.id()).pollFirst();
                if (step != null) {
                    return passing(step, calls);
                }
            }
            List<Answer.ItemError> errors = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                if (bad.contains(calls.get(i).id())) {
                    errors.add(new Answer.ItemError(i, "invalid", "attributes.x", "no"));
                }
                finished.add(calls.get(i).id());
            }
            apply(calls);
            int status = errors.isEmpty() || random.nextBoolean() ? 200 : 207;
            return replied(status, errors);
        }

        private Answer passing(Step step, List<Call> calls) {
            return switch (step) {
                case THROTTLED -> replied(429, List.of());
                case THROTTLED_WITH_WAIT ->
                    new Answer.Replied(
                            429, Optional.of(Duration.ofSeconds(random.nextInt(5))), new Answer.Body.Unreadable());
                case SERVER_ERROR -> replied(500 + random.nextInt(5), List.of());
                case LOST_BEFORE -> new Answer.NoReply("unreachable", false);
                case LOST_AFTER -> {
                    apply(calls);
                    calls.forEach(call -> unanswered.merge(call.id(), 1, Integer::sum));
                    yield new Answer.NoReply("timeout", true);
                }
                case CUT_REPLY -> {
                    apply(calls);
                    calls.forEach(call -> unanswered.merge(call.id(), 1, Integer::sum));
                    yield new Answer.Replied(200, Optional.empty(), new Answer.Body.Unreadable());
                }
                case KEY_EXPIRED -> replied(401, List.of());
                case BATCH_REFUSED -> {
                    if (calls.size() == 1) {
                        bad.add(calls.getFirst().id());
                        finished.add(calls.getFirst().id());
                        yield replied(400, List.of());
                    }
                    yield replied(random.nextBoolean() ? 400 : 413, List.of());
                }
            };
        }

        private static Answer replied(int status, List<Answer.ItemError> errors) {
            return new Answer.Replied(status, Optional.empty(), new Answer.Body.Read(errors));
        }
    }
}
