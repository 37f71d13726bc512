package io.penstock.transform.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.transform.core.Identifier;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Tally;
import io.penstock.transform.streams.WaitingRoom.Held;
import io.penstock.transform.streams.WaitingRoom.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a record gets to its calls: at once, when an address becomes known, when the state of absorbed profiles has come,
 * or not at all. One per task and processor.
 */
final class Admission {
    private final Pipelines pipelines;
    private final ClassificationSettings settings;
    private final Tally tally;
    private final Outputs outputs;
    private final Standings standings;
    private final WaitingRoom waiting;
    private final Handovers handovers;
    private final Merges merges;
    private final Dispatch dispatch;

    Admission(
            Pipelines pipelines,
            ClassificationSettings settings,
            Tally tally,
            Outputs outputs,
            Standings standings,
            WaitingRoom waiting,
            Handovers handovers,
            Merges merges,
            Dispatch dispatch) {
        this.pipelines = pipelines;
        this.settings = settings;
        this.tally = tally;
        this.outputs = outputs;
        this.standings = standings;
        this.waiting = waiting;
        this.handovers = handovers;
        this.merges = merges;
        this.dispatch = dispatch;
    }

    /** Ends waits whose deadline has come, at most so many. */
    void expire(int most) {
        for (Place place : waiting.due(outputs.now(), most)) {
            if (handovers.isAwaited(place.profileId())) {
                continue; // it may have an address; that is seen when the wait ends
            }
            endWait(
                    place,
                    () -> outputs.dead(
                            place.profileId(),
                            place.held().shaped(),
                            "unresolved",
                            Category.SOURCE_DATA,
                            "no address identifier became known in time"));
        }
    }

    /**
     * All that was awaited has come or is late: whoever is in line takes his turn again, in the order of the identity
     * log, so that what waited at an absorbed profile goes before the record that merged it.
     */
    void settle(String profileId) {
        Person person = standings.person(profileId);
        List<Place> line = waiting.line(profileId);
        line.forEach(waiting::remove);
        line.stream()
                .map(Place::held)
                .sorted(Comparator.comparingLong(held -> held.shaped().logOffset()))
                .forEach(held -> accept(profileId, person, held.shaped(), held.since()));
    }

    /** A record whose profile is known: it goes out, or it waits. */
    void accept(String profileId, Person person, ShapedV1 shaped, Instant since) {
        switch (pipelines.find(shaped.pipeline(), shaped.configVersion(), settings.configPatience())) {
            case Pipelines.Found.Unknown ignored ->
                outputs.dead(
                        profileId,
                        shaped,
                        "config_version_unknown",
                        Category.CONFIGURATION,
                        "the configuration version of the record did not arrive in time");
            case Pipelines.Found.Unusable unusable ->
                outputs.dead(profileId, shaped, "config_unusable", Category.CONFIGURATION, unusable.reason());
            case Pipelines.Found.Known(Pipeline pipeline) -> accept(profileId, person, shaped, since, pipeline);
        }
    }

    private void accept(String profileId, Person person, ShapedV1 shaped, Instant since, Pipeline pipeline) {
        if (!pipeline.makesCalls()) {
            tally.ignored(pipeline.name(), Tally.Ignored.NO_EMIT);
            return;
        }
        if (handovers.isAwaited(profileId)) {
            hold(profileId, shaped, since, pipeline);
            return;
        }
        List<IdentifierV1> known = Deliveries.known(shaped, person);
        Optional<Identifier> address =
                Addressing.address(pipeline, person, known).or(() -> created(profileId, pipeline));
        if (address.isEmpty() && pipeline.needsAPerson() && !Addressing.addressesItself(shaped, pipeline)) {
            hold(profileId, shaped, since, pipeline);
            return;
        }
        if (address.isPresent()) {
            release(profileId, person, pipeline, known);
        }
        dispatch.send(profileId, shaped, pipeline, address, known);
    }

    private void hold(String profileId, ShapedV1 shaped, Instant since, Pipeline pipeline) {
        List<Place> line = waiting.line(profileId);
        if (line.size() >= settings.waitingPerPerson()) {
            Place oldest = line.getFirst();
            endWait(
                    oldest,
                    () -> outputs.dead(
                            profileId,
                            oldest.held().shaped(),
                            "waiting_overflow",
                            Category.SOURCE_DATA,
                            "more than " + settings.waitingPerPerson() + " records of one person wait for "
                                    + (handovers.isAwaited(profileId)
                                            ? "what is known of another one that became part of it"
                                            : "an identifier")));
            Optional<Identifier> created = created(profileId, pipeline);
            if (created.isPresent() && !handovers.isAwaited(profileId)) {
                dispatch.send(
                        profileId, shaped, pipeline, created, Deliveries.known(shaped, standings.person(profileId)));
                return;
            }
        }
        waiting.add(profileId, new Held(shaped, since, since.plus(pipeline.patience())));
        tally.waits(pipeline.name());
    }

    /** Earlier records of the pipeline that can be addressed with what this one brought go first. */
    private void release(String profileId, Person person, Pipeline pipeline, List<IdentifierV1> known) {
        for (Place place : waiting.line(profileId)) {
            if (place.held().shaped().pipeline().equals(pipeline.name())) {
                release(place, person, known);
            }
        }
    }

    /** After a profile update: in line order, stopping per pipeline at the first record that has to wait on. */
    void release(String profileId, Person person) {
        Set<String> stuck = new HashSet<>();
        for (Place place : waiting.line(profileId)) {
            String pipeline = place.held().shaped().pipeline();
            if (!stuck.contains(pipeline) && !release(place, person, List.of())) {
                stuck.add(pipeline);
            }
        }
    }

    private boolean release(Place place, Person person, List<IdentifierV1> alsoKnown) {
        ShapedV1 shaped = place.held().shaped();
        if (!(pipelines.find(shaped.pipeline(), shaped.configVersion(), Duration.ZERO)
                instanceof Pipelines.Found.Known(Pipeline pipeline))) {
            return false; // it was known when the wait began; the deadline ends it
        }
        List<IdentifierV1> known = new ArrayList<>(Deliveries.known(shaped, person));
        alsoKnown.stream().filter(identifier -> !known.contains(identifier)).forEach(known::add);
        Optional<Identifier> address =
                Addressing.address(pipeline, person, known).or(() -> created(place.profileId(), pipeline));
        if (address.isEmpty()) {
            return false;
        }
        waiting.remove(place);
        dispatch.send(place.profileId(), shaped, pipeline, address, known);
        return true;
    }

    /** The wait is over: the person is created, and everybody in line with the record; or the record is given up. */
    private void endWait(Place place, Runnable giveUp) {
        if (!waiting.isIn(place)) {
            return; // somebody before it in line has created the person
        }
        waiting.remove(place);
        ShapedV1 shaped = place.held().shaped();
        if (!(pipelines.find(shaped.pipeline(), shaped.configVersion(), Duration.ZERO)
                instanceof Pipelines.Found.Known(Pipeline pipeline))) {
            outputs.dead(
                    place.profileId(),
                    shaped,
                    "config_version_unknown",
                    Category.CONFIGURATION,
                    "the configuration version of the record was known when it began to wait and is gone");
            return;
        }
        Optional<Identifier> created = handovers.isAwaited(place.profileId())
                ? Optional.empty()
                : Addressing.created(pipeline, place.profileId());
        if (created.isEmpty()) {
            giveUp.run();
        } else {
            Person person = standings.person(place.profileId());
            dispatch.send(place.profileId(), shaped, pipeline, created, Deliveries.known(shaped, person));
            release(place.profileId(), person);
        }
    }

    /** The profile's own id, if the person was created under it. */
    private Optional<Identifier> created(String profileId, Pipeline pipeline) {
        return Addressing.created(pipeline, profileId)
                .filter(own -> merges.isKnown(
                        profileId, pipeline.destination().orElseThrow(), new IdentifierV1(own.type(), own.value())));
    }
}
