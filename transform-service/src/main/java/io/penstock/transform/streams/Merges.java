package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.TransformMergeV1;
import io.penstock.schemas.TransformMergeV1.Answer;
import io.penstock.schemas.TransformMergeV1.Heard;
import io.penstock.schemas.TransformMergeV1.Known;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.schemas.TransformMergeV1.Route;
import io.penstock.schemas.TransformMergeV1.State;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.Destinations.Merging;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Where people exist at destinations, and what follows when two of them become one: their addresses move to the
 * survivor's task, are held there as the destination's policy says, and go out as merge calls when both sides exist and
 * nothing is on its way to the absorbed one. One per task and processor.
 */
final class Merges {
    private static final int DUE_AT_ONCE = 1000;

    private final Destinations destinations;
    private final Duration settle;
    private final Tally tally;
    private final Outputs outputs;
    private final Standings standings;
    private final PresenceStore presence;
    private final MergeStore merges;
    private final MergeRoles roles;
    private final MergePost post;
    private final Erasure erasure;
    private final Ledger ledger;

    Merges(
            Pipelines pipelines,
            Destinations destinations,
            Duration settle,
            Tally tally,
            Outputs outputs,
            Ledger ledger,
            Standings standings,
            ProcessorContext<String, Object> context) {
        this.destinations = destinations;
        this.settle = settle;
        this.tally = tally;
        this.outputs = outputs;
        this.ledger = ledger;
        this.standings = standings;
        presence = new PresenceStore(standings);
        merges = new MergeStore(
                context.getStateStore(StateStores.MERGES), context.getStateStore(StateStores.MERGE_DEADLINES));
        roles = new MergeRoles(pipelines);
        post = new MergePost(outputs);
        erasure = new Erasure(destinations, tally, outputs);
    }

    /**
     * Calls of one person to one destination go out, by one pipeline. Those that a script sends to somebody else's
     * address say nothing of this person.
     */
    void called(List<DeliveryV1> calls) {
        List<DeliveryV1> own = calls.stream().filter(Addressing::isOwn).toList();
        if (own.isEmpty()) {
            return;
        }
        DeliveryV1 any = own.getFirst();
        Route route = new Route(any.workspace(), any.destination(), any.pipeline(), any.configVersion());
        presence.update(any.profileId(), route, known -> {
            Presence called = known;
            for (DeliveryV1 call : own) {
                called = called.called(route, call.address(), call.deliveryId());
                called = call.kind() == DeliveryV1.Kind.DELETE ? called.without(call.address()) : called;
            }
            return called;
        });
    }

    /** Whether calls to that address went out for the profile. */
    boolean isKnown(String profileId, String destination, IdentifierV1 address) {
        return presence.find(profileId, destination)
                .filter(known -> known.has(address))
                .isPresent();
    }

    /** A call has ended. */
    void heard(String profileId, OutcomeV1 outcome) {
        if (outcome.comesOfReadBack()) {
            ledger.readBack(profileId, outcome);
            return;
        }
        if (outcome.kind() == DeliveryV1.Kind.MERGE && outcome.status() == OutcomeV1.Status.ACCEPTED) {
            ledger.filled(profileId, outcome.destination());
        }
        boolean identify = outcome.kind() == DeliveryV1.Kind.IDENTIFY;
        if (!isOwed(outcome.kind()) || outcome.address() == null) {
            return;
        }
        if (!identify && outcome.status() != OutcomeV1.Status.ACCEPTED) {
            ledger.failed(profileId, outcome);
        }
        Heard end = new Heard(
                outcome.destination(),
                outcome.deliveryId(),
                outcome.address(),
                identify && outcome.status() == OutcomeV1.Status.ACCEPTED,
                outcome.at());
        Person person = standings.person(profileId);
        if (person.survivor().isPresent()) {
            post.heard(person.survivor().get(), profileId, end);
        } else if (!person.gone()) {
            heard(profileId, end);
        }
    }

    /** Kinds of calls that rows cause, so that their end is awaited. */
    private static boolean isOwed(DeliveryV1.Kind kind) {
        return switch (kind) {
            case IDENTIFY, TRACK, PAGE, SCREEN, RELATE, UNRELATE, DELETE -> true;
            case MERGE, SUPPRESS, UNSUPPRESS, ADD_DEVICE, REMOVE_DEVICE, OBJECT, DELETE_OBJECT -> false;
        };
    }

    /** The profile became part of another one: where it exists is that one's concern now. A repeat finds nothing. */
    void leave(String profileId, String survivor, Instant mergedAt) {
        for (Merge merge : merges.takeAll(profileId)) {
            post.merge(survivor, profileId, MergeSteps.through(merge, profileId));
        }
        for (Presence known : presence.takeAll(profileId)) {
            for (Presence.Place place : known.places()) {
                post.merge(survivor, profileId, MergePost.merge(profileId, known, place, mergedAt));
            }
        }
    }

    /** The profile stands alone again. */
    void separate(String profileId, String formerSurvivor) {
        post.separated(formerSurvivor, profileId);
    }

    /** Something is known of the person that decides about addresses. */
    void changed(String profileId) {
        merges.all(profileId).forEach(merge -> put(profileId, merge, MergeSteps.stirred(merge, soon())));
    }

    /** A message from another task, or from a person; an alias passes it on. */
    void came(String profileId, TransformMergeV1 came) {
        Person person = standings.person(profileId);
        if (person.gone()) {
            erasure.late(profileId, person.erasedAt(), came);
        } else {
            came.known().forEach(known -> arrive(profileId, known));
            if (person.survivor().isPresent()) {
                leave(profileId, person.survivor().get(), outputs.now());
                post.onward(person.survivor().get(), profileId, came);
            } else {
                came.merges().forEach(merge -> arrive(profileId, merge));
                came.heard().forEach(end -> heard(profileId, end));
                came.separated().forEach(from -> giveBack(profileId, from));
                came.answers().forEach(answer -> answer(profileId, answer));
            }
        }
    }

    /** Sends what has been held long enough. */
    void due() {
        for (MergeStore.Owned owned : merges.due(outputs.now(), DUE_AT_ONCE)) {
            end(owned.profileId(), owned.merge());
        }
    }

    /** The person is erased: wherever it may exist, that ends. */
    void erase(String profileId, Person last, Instant at) {
        erasure.erase(profileId, last, at, presence.takeAll(profileId), merges.takeAll(profileId));
    }

    private void heard(String profileId, Heard end) {
        ledger.heard(profileId, end);
        boolean appears = end.accepted()
                && presence.find(profileId, end.destination())
                        .filter(known -> !known.exists(end.address()))
                        .isPresent();
        presence.change(profileId, end.destination(), known -> known.heard(end));
        for (Merge merge : merges.all(profileId)) {
            Merge heard = MergeSteps.heard(merge, end);
            put(profileId, merge, appears || !heard.equals(merge) ? MergeSteps.stirred(heard, soon()) : merge);
        }
    }

    private void arrive(String profileId, Known known) {
        presence.update(
                profileId,
                known.route(),
                presence -> presence.with(new Presence.Place(known.address(), known.accepted())));
    }

    private void arrive(String profileId, Merge merge) {
        Merge here = merge.state() != null
                ? MergeSteps.stirred(merge, soon())
                : switch (destinations.merging(merge.route().destination())) {
                    case Merging.Never ignored -> {
                        tally.merge(merge.route().destination(), Tally.Merge.OFF);
                        yield MergeSteps.to(merge, State.OFF);
                    }
                    case Merging.Send ignored -> MergeSteps.held(merge, soon());
                    case Merging.Hold(Duration time) ->
                        MergeSteps.held(merge, outputs.now().plus(time.compareTo(settle) > 0 ? time : settle));
                };
        merges.put(profileId, here);
    }

    private void giveBack(String profileId, String from) {
        for (Merge merge : merges.all(profileId)) {
            if (MergeSteps.cameBy(merge, from)) {
                merges.remove(profileId, merge);
                ledger.forget(profileId, merge.route().destination(), merge.address());
                if (MergeSteps.isOpen(merge)) {
                    tally.merge(merge.route().destination(), Tally.Merge.SEPARATED);
                }
                if (merge.absorbed().equals(from) && merge.state() != State.SENT) {
                    post.known(from, profileId, merge);
                } else if (!merge.absorbed().equals(from)) {
                    post.merge(from, profileId, MergeSteps.back(merge, from));
                }
            }
        }
    }

    private void answer(String profileId, Answer answer) {
        merges.find(profileId, answer.id())
                .filter(MergeSteps::isOpen)
                .ifPresent(merge -> merges.put(
                        profileId,
                        switch (answer.word()) {
                            case REFUSE -> {
                                tally.merge(merge.route().destination(), Tally.Merge.REFUSED);
                                yield MergeSteps.to(merge, State.REFUSED);
                            }
                            case RELEASE ->
                                MergeSteps.held(merge, merge.until().isBefore(soon()) ? merge.until() : soon());
                        }));
    }

    /** The hold is over. What cannot go out yet is looked at again when something about it changes. */
    private void end(String profileId, Merge merge) {
        String destination = merge.route().destination();
        if (destinations.merging(destination) instanceof Merging.Never) {
            tally.merge(destination, Tally.Merge.OFF);
            merges.put(profileId, MergeSteps.to(merge, State.OFF));
            return;
        }
        Person person = standings.person(profileId);
        State state = roles.find(person, merge, presence.find(profileId, destination), merges.all(profileId))
                .map(found -> {
                    outputs.delivery(Deliveries.merge(profileId, person, merge, found));
                    ledger.merging(profileId, destination, found.secondary());
                    tally.merge(destination, Tally.Merge.SENT);
                    return State.SENT;
                })
                .orElse(State.PENDING);
        merges.put(profileId, MergeSteps.to(merge, state));
    }

    private void put(String profileId, Merge before, Merge now) {
        if (!now.equals(before)) {
            merges.put(profileId, now);
        }
    }

    /** When what has just been accepted can be taken for applied: destinations work behind their answers. */
    private Instant soon() {
        return outputs.now().plus(settle);
    }
}
