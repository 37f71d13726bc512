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
import java.util.function.Predicate;
import java.util.function.Supplier;

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
    private final Set<Call> abandoned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Claim claim;
    private final Breaker breaker;
    private long sequence;
    private long retries;
    private long ambiguous;
    private boolean held;

    private record Parked(Request request, long sequence) {}

    /** @param budgets what requests are counted against now; asked often, may change */
    DestinationQueue(QueueSettings settings, Supplier<RateBudget> budgets) {
        this.settings = settings;
        this.claim = new Claim(budgets, settings.rate());
        this.breaker = new Breaker(settings.probeEvery());
    }

    void add(Call call) {
        lanes.add(call);
    }

    /** The request to send now, if any; it counts as under way until {@link #answered}. */
    Optional<Request> next(Instant now) {
        if (isFull() || !breaker.allows(now) || !hasWork(now) || !claim.take(now)) {
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
        if (isFull() || (!mayStartReady() && parked.isEmpty())) {
            return Optional.empty();
        }
        Instant work = breaker.isOpen() || mayStartReady()
                ? now
                : parked.peek().request.notBefore();
        return breaker.allowsAt(now).map(gate -> later(later(gate, work), claim.next(now)));
    }

    /**
     * Takes an answer in.
     *
     * @param request one that {@link #next} gave out
     * @return the last words that it is
     */
    List<Ending> answered(Request request, Answer answer, Instant now) {
        inFlight.remove(request);
        List<Ending> endings =
                judge(request, Classification.of(answer, request.calls().size()), now);
        if (!abandoned.isEmpty()) {
            request.calls().forEach(abandoned::remove);
        }
        return endings;
    }

    private List<Ending> judge(Request request, Verdict verdict, Instant now) {
        return switch (verdict) {
            case Verdict.Each each -> {
                succeeded(request, now);
                yield end(request, each.outcomes(), now);
            }
            case Verdict.Bisect _ -> {
                succeeded(request, now);
                request.halves(now).forEach(this::park);
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
                park(request.fresh(now));
                yield List.of();
            }
            case Verdict.All(Outcome.Retryable later) -> failed(request, later, now);
        };
    }

    /**
     * Drops calls that have not been answered. Those under way still get their last word if the answer is one, but are
     * not sent again.
     */
    void forget(Predicate<Call> which) {
        lanes.dropWaiting(which);
        List<Parked> before = new ArrayList<>(parked);
        parked.clear();
        for (Parked one : before) {
            keep(one.request, which).ifPresent(rest -> parked.add(new Parked(rest, one.sequence)));
        }
        inFlight.forEach(request -> request.calls().stream().filter(which).forEach(abandoned::add));
    }

    /** Starts nothing until {@link #release}; answers are taken in all the same. */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
    }

    /** Requests per second of the connection as configured now. */
    void rate(double perSecond, Instant now) {
        claim.rate(perSecond, now);
    }

    /** The part of the connection's rate that is this worker's, in (0, 1]. */
    void share(double part, Instant now) {
        claim.share(part, now);
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

    /** Calls sent so far whose request may have been acted on although no answer was read. */
    long ambiguous() {
        return ambiguous;
    }

    BreakerState breaker() {
        return breaker.state().<BreakerState>map(open -> open).orElseGet(BreakerState.Closed::new);
    }

    private boolean hasWork(Instant now) {
        return mayStartReady() || parkedIsDue(now);
    }

    private boolean isFull() {
        return held || inFlight.size() >= settings.inFlight();
    }

    /** Back-fill leaves one place free, so that a live call never waits for a slow answer to be read. */
    private boolean mayStartReady() {
        int forBackfill = Math.max(1, settings.inFlight() - 1);
        return lanes.hasLive() || (lanes.hasReady() && inFlight.size() < forBackfill);
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

    private List<Ending> failed(Request request, Outcome.Retryable outcome, Instant now) {
        breaker.failed(request.probe(), now);
        if (outcome.code().equals("throttled")) {
            claim.throttled(now);
        }
        outcome.retryAfter()
                .ifPresent(asked -> claim.hold(now.plus(settings.retry().asked(outcome.retryAfter())), now));
        ambiguous += outcome.maybeSeen() ? request.calls().size() : 0;
        Request counted = outcome.maybeSeen() ? request.unanswered() : request;
        Request failed =
                counted.failed(now, now.plus(settings.retry().delay(request.failures() + 1, outcome.retryAfter())));
        if (!failed.failingSince().plus(settings.giveUpAfter()).isAfter(now)) {
            return failed.calls().stream()
                    .map(call -> ending(failed, call, Ending.Kind.GIVEN_UP, outcome.code(), List.of(), now))
                    .toList();
        }
        park(failed);
        return List.of();
    }

    private void park(Request request) {
        keep(request, abandoned::contains).ifPresent(rest -> parked.add(new Parked(rest, sequence++)));
    }

    /** The request without some of its calls, whose lanes go on; empty if none is left. */
    private Optional<Request> keep(Request request, Predicate<Call> without) {
        List<Call> kept = new ArrayList<>(request.calls().size());
        for (Call call : request.calls()) {
            if (without.test(call)) {
                lanes.finished(call);
            } else {
                kept.add(call);
            }
        }
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(kept.size() == request.calls().size() ? request : request.only(kept));
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
