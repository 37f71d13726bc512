package io.penstock.delivery.readback;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.config.ConnectionSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The questions about one connection. Accepted calls come from the thread that delivers, which must not wait here; all
 * else happens on the thread that asks.
 */
final class Inquiry {
    private static final int MOST_WAITING = 500;
    private static final Set<DeliveryV1.Kind> ENDS =
            Set.of(DeliveryV1.Kind.MERGE, DeliveryV1.Kind.DELETE, DeliveryV1.Kind.SUPPRESS);

    private final AppApi api;
    private final Findings findings;
    private final ActivityReader activities;
    private final Counts counts;
    private final PendingChecks checks = new PendingChecks(MOST_WAITING);
    private final AppPace sampling = new AppPace();
    private final AppPace pace;
    private volatile String lastFault = "";

    /** @param pace of the account; shared where connections share the key */
    Inquiry(AppApi api, AppPace pace, Findings findings, ActivityReader activities, Counts counts) {
        this.api = api;
        this.pace = pace;
        this.findings = findings;
        this.activities = activities;
        this.counts = counts;
    }

    /** @param delivery read only if the call is of interest */
    void accepted(
            OutcomeV1 outcome,
            Supplier<DeliveryV1> delivery,
            ConnectionSpec.ReadBack settings,
            double rate,
            Instant now) {
        if (outcome.address() == null) {
            return;
        }
        if (ENDS.contains(outcome.kind())) {
            checks.forget(outcome.address());
        }
        boolean waiting = checks.isWaiting(outcome.address());
        if (outcome.kind() != DeliveryV1.Kind.IDENTIFY || !(waiting || sampling.take(rate, now))) {
            return;
        }
        Expectation expectation = Expectation.of(outcome, delivery.get(), api::shows);
        if (waiting) {
            checks.overwritten(outcome.address(), expectation.values().keySet());
        }
        checks.add(expectation, now.plus(settings.after()));
    }

    /**
     * Asks one question, if one is due and the rate allows it.
     *
     * @param leads whether this worker works off the connection's activity log
     * @return whether something was asked
     */
    boolean turn(boolean leads, double rate, Instant now) {
        if (!leads) {
            activities.leave();
        }
        if (leads && activities.isDue(now)) {
            return pace.take(rate, now) && ended(activities.turn(now), now);
        }
        if (!checks.hasDue(now) || !pace.take(rate, now)) {
            return false;
        }
        Optional<Expectation> check = checks.take();
        return check.isPresent() && ended(look(check.get(), now), now);
    }

    /** What is written down is not known any more. */
    void forget() {
        activities.forget();
    }

    private Optional<AppApi.Fault> look(Expectation expectation, Instant now) {
        return switch (api.person(expectation.outcome().address())) {
            case AppApi.Fault fault -> Optional.of(fault);
            case AppApi.Seen.Nobody _ -> {
                missing(expectation, List.of("not_found: nobody has this identifier there"), now);
                yield Optional.empty();
            }
            case AppApi.Seen.Person person -> {
                compare(expectation, person, now);
                yield Optional.empty();
            }
        };
    }

    private void compare(Expectation expectation, AppApi.Seen.Person person, Instant now) {
        switch (expectation.compare(person)) {
            case Expectation.Finding.Applied _ -> {
                counts.add(Counts.Result.APPLIED, 1);
                findings.say(expectation.outcome().later(OutcomeV1.APPLIED, Category.NONE, List.of(), now));
            }
            case Expectation.Finding.NotApplied(List<String> words) -> missing(expectation, words, now);
            case Expectation.Finding.Overtaken _ -> counts.add(Counts.Result.OVERTAKEN, 1);
        }
    }

    private void missing(Expectation expectation, List<String> words, Instant now) {
        counts.add(Counts.Result.NOT_APPLIED, 1);
        findings.say(expectation.outcome().later(OutcomeV1.NOT_APPLIED, Category.DESTINATION_REJECTED, words, now));
    }

    private boolean ended(Optional<AppApi.Fault> fault, Instant now) {
        fault.ifPresent(found -> {
            counts.add(Counts.Result.FAULT, 1);
            lastFault = found.code();
            pace.hold(found.pause(), now);
        });
        return true;
    }

    ReadBackStatus status() {
        return new ReadBackStatus(
                counts.of(Counts.Result.APPLIED),
                counts.of(Counts.Result.NOT_APPLIED),
                counts.of(Counts.Result.OVERTAKEN),
                counts.of(Counts.Result.FAILED_CHANGE),
                counts.of(Counts.Result.FOREIGN_CHANGE),
                counts.of(Counts.Result.FAULT),
                lastFault,
                checks.size());
    }
}
