package io.penstock.delivery.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Decides what one destination is sent next, and what an answer means for what follows. A state machine: time and
 * answers come in, requests and endings come out. Not thread-safe; {@link Courier} drives it.
 *
 * <p>Promises: at most one call of a person is under way, from its first attempt to its last word; a person's calls are
 * started in the order they were added; no call is sent again after its last word; while the breaker is open nothing
 * goes out but probes, and nothing is given up.
 *
 * <p>Calls of a request that failed stay together and are sent again as the same request, so that an outage does not
 * grind batches down to single calls. Memory is bounded by what is added.
 */
final class DestinationQueue {
    private final QueueSettings settings;
    private final Lanes lanes = new Lanes();
    private final PriorityQueue<Parked> parked = new PriorityQueue<>(
            Comparator.comparing((Parked p) -> p.request.notBefore()).thenComparing(Parked::sequence));
    private final Set<Request> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Request> abandoned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final TokenBucket bucket;
    private final Breaker breaker;
    private double rate;
    private double share = 1;
    private long sequence;
    private long retries;

    private record Parked(Request request, long sequence) {}

    DestinationQueue(QueueSettings settings, Instant now) {
        this.settings = settings;
        this.rate = settings.rate();
        this.bucket = new TokenBucket(rate, now);
        this.breaker = new Breaker(settings.probeEvery());
    }

    void add(Call call) {
        lanes.add(call);
    }

    /** The request to send now, if any; it counts as under way until {@link #answered}. */
    Optional<Request> next(Instant now) {
        if (inFlight.size() >= settings.inFlight() || !breaker.allows(now) || !hasWork(now) || !bucket.take(now)) {
            return Optional.empty();
        }
        Request due = due(now);
        boolean probe = breaker.started();
        if (due.attempts() > 0) {
            retries += due.calls().size();
        }
        Request started = due.started(now, probe);
        inFlight.add(started);
        return Optional.of(started);
    }

    /** When {@link #next} may have something without anything else happening; empty if only an answer can change it. */
    Optional<Instant> wakeAt(Instant now) {
        if (inFlight.size() >= settings.inFlight() || (lanes.first().isEmpty() && parked.isEmpty())) {
            return Optional.empty();
        }
        Instant work = breaker.isOpen() || !lanes.first().isEmpty()
                ? now
                : parked.peek().request.notBefore();
        return breaker.allowsAt(now).map(gate -> later(later(gate, work), bucket.next(now)));
    }

    /**
     * Takes an answer in.
     *
     * @param request one that {@link #next} gave out
     * @return calls that have their last word by it
     */
    List<Ending> answered(Request request, Answer answer, Instant now) {
        inFlight.remove(request);
        boolean dropped = abandoned.remove(request);
        Verdict verdict = Classification.of(answer, request.calls().size());
        return switch (verdict) {
            case Verdict.Each each -> {
                succeeded(request, now);
                yield end(request, each.outcomes(), now);
            }
            case Verdict.Bisect _ -> {
                succeeded(request, now);
                request.halves(now).forEach(half -> park(half, dropped));
                yield List.of();
            }
            case Verdict.All(Outcome.Rejected rejected) -> {
                succeeded(request, now);
                yield end(request, Collections.nCopies(request.calls().size(), rejected), now);
            }
            case Verdict.All(Outcome.Accepted accepted) -> {
                succeeded(request, now);
                yield end(request, Collections.nCopies(request.calls().size(), accepted), now);
            }
            case Verdict.All(Outcome.Blocked blocked) -> {
                breaker.blocked(blocked.code(), request.probe(), now);
                park(request.fresh(now), dropped);
                yield List.of();
            }
            case Verdict.All(Outcome.Retryable later) -> failed(request, later, dropped, now);
        };
    }

    /**
     * Drops everything that has not been answered. Calls under way still get their last word if the answer is one, but
     * are not sent again.
     *
     * @return calls that will get none: those not under way
     */
    List<Call> forget() {
        List<Call> dropped = new ArrayList<>(lanes.dropWaiting());
        for (Parked one : parked) {
            one.request.calls().forEach(lanes::finished);
            dropped.addAll(one.request.calls());
        }
        parked.clear();
        abandoned.addAll(inFlight);
        return dropped;
    }

    /** Whether {@link #forget} was called while this request was under way. */
    boolean isForgotten(Request request) {
        return abandoned.contains(request);
    }

    /** Requests per second of the connection as configured now. */
    void rate(double perSecond, Instant now) {
        rate = perSecond;
        bucket.limit(rate * share, now);
    }

    /** The part of the connection's rate that is this worker's, in (0, 1]. */
    void share(double part, Instant now) {
        share = part;
        bucket.limit(rate * share, now);
    }

    /** Somebody changed the connection: try it again at once if it was stopped. */
    void connectionChanged(Instant now) {
        breaker.probeNow(now);
    }

    int requestsInFlight() {
        return inFlight.size();
    }

    /** Calls added that have no last word yet. */
    int owed() {
        int parkedCalls =
                parked.stream().mapToInt(p -> p.request.calls().size()).sum();
        int flying =
                inFlight.stream().mapToInt(request -> request.calls().size()).sum();
        return lanes.waiting() + parkedCalls + flying;
    }

    /** Calls sent again so far. */
    long retries() {
        return retries;
    }

    BreakerState breaker() {
        return breaker.state().<BreakerState>map(open -> open).orElseGet(BreakerState.Closed::new);
    }

    private boolean hasWork(Instant now) {
        return !lanes.first().isEmpty() || parkedIsDue(now);
    }

    private boolean parkedIsDue(Instant now) {
        return !parked.isEmpty()
                && (breaker.isOpen() || !parked.peek().request.notBefore().isAfter(now));
    }

    private Request due(Instant now) {
        if (parkedIsDue(now)) {
            return parked.poll().request;
        }
        List<Call> calls = breaker.isOpen() ? lanes.first() : settings.limits().pack(lanes.ready());
        lanes.started(calls);
        return Request.first(calls, now);
    }

    private void succeeded(Request request, Instant now) {
        if (breaker.succeeded(request.probe(), now)) {
            releaseParked(now);
        }
    }

    /** After an outage nobody waits out a pause that was drawn during it; the bucket keeps the crowd apart. */
    private void releaseParked(Instant now) {
        List<Parked> all = new ArrayList<>(parked);
        parked.clear();
        all.forEach(p -> parked.add(new Parked(p.request.at(now), p.sequence)));
    }

    private List<Ending> failed(Request request, Outcome.Retryable outcome, boolean dropped, Instant now) {
        breaker.failed(request.probe(), now);
        if (outcome.code().equals("throttled")) {
            bucket.throttled(now);
        }
        outcome.retryAfter()
                .ifPresent(asked -> bucket.hold(now.plus(settings.retry().asked(outcome.retryAfter()))));
        Request counted = outcome.maybeSeen() ? request.unanswered() : request;
        Request failed =
                counted.failed(now, now.plus(settings.retry().delay(request.failures() + 1, outcome.retryAfter())));
        if (!failed.failingSince().plus(settings.giveUpAfter()).isAfter(now)) {
            return failed.calls().stream()
                    .map(call -> ending(failed, call, Ending.Kind.GIVEN_UP, outcome.code(), List.of(), now))
                    .toList();
        }
        park(failed, dropped);
        return List.of();
    }

    private void park(Request request, boolean dropped) {
        if (dropped) {
            request.calls().forEach(lanes::finished);
        } else {
            parked.add(new Parked(request, sequence++));
        }
    }

    private List<Ending> end(Request request, List<? extends Outcome> outcomes, Instant now) {
        List<Ending> endings = new ArrayList<>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            Call call = request.calls().get(i);
            endings.add(
                    outcomes.get(i) instanceof Outcome.Rejected(String code, List<String> words)
                            ? ending(request, call, Ending.Kind.REJECTED, code, words, now)
                            : ending(request, call, Ending.Kind.ACCEPTED, "ok", List.of(), now));
        }
        return endings;
    }

    private Ending ending(Request request, Call call, Ending.Kind kind, String code, List<String> words, Instant now) {
        lanes.finished(call);
        return new Ending(
                call, kind, code, words, request.attempts(), request.ambiguous(), request.firstAttemptAt(), now);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
