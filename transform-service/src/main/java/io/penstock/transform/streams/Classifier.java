package io.penstock.transform.streams;

import io.penstock.schemas.Category;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.core.Destinations;
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
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the three processors of a task do with their stores. Shaped records become deliveries or wait; profile updates
 * release them; a merge moves a profile's sides and waiting records to the survivor's task. From the record that caused
 * the merge until they have arrived there, the survivor's records wait too, or a crossing would fire once per profile.
 *
 * <p>One per task and processor; all of a task share its stores and its thread.
 */
final class Classifier {
    private static final int DUE_AT_ONCE = 1000;

    private final Pipelines pipelines;
    private final ClassificationSettings settings;
    private final Tally tally;
    private final Outputs outputs;
    private final KeyValueStore<String, Person> persons;
    private final SideStore sides;
    private final RuleMemory memory;
    private final WaitingRoom waiting;
    private final Handovers handovers;
    private final Departure departure;
    private final Merges merges;
    private final Dispatch dispatch;

    Classifier(
            Pipelines pipelines,
            Destinations destinations,
            ClassificationSettings settings,
            Tally tally,
            ProcessorContext<String, Object> context) {
        this.pipelines = pipelines;
        this.settings = settings;
        this.tally = tally;
        outputs = new Outputs(context, tally);
        persons = context.getStateStore(StateStores.PERSONS);
        sides = new SideStore(context.getStateStore(StateStores.SIDES));
        memory = new RuleMemory(context.getStateStore(StateStores.REMEMBERED));
        waiting = new WaitingRoom(
                context.getStateStore(StateStores.WAITING), context.getStateStore(StateStores.DEADLINES));
        handovers = new Handovers(
                context.getStateStore(StateStores.HANDOVERS), context.getStateStore(StateStores.HANDOVER_DEADLINES));
        departure = new Departure(outputs, sides, memory, waiting, handovers);
        merges = new Merges(pipelines, destinations, settings.mergeSettle(), tally, outputs, context);
        dispatch = new Dispatch(outputs, sides, memory, merges, tally);
    }

    /** A record from the script stage. */
    void shaped(String profileId, ShapedV1 shaped) {
        Person person = person(profileId);
        if (person.gone()) {
            tally.ignored(shaped.pipeline(), Tally.Ignored.ERASED);
        } else if (person.survivor().isPresent()) {
            departure.follow(
                    person.survivor().get(), profileId, new TransformHandoverV1.Waiting(shaped, outputs.now()));
        } else {
            take(profileId, person, shaped, outputs.now());
        }
    }

    /** A new state of a profile. */
    void profile(String profileId, ProfileV1 profile) {
        Person before = person(profileId);
        if (profile.version() <= before.version()) {
            return;
        }
        Person now = Person.of(profile);
        persons.put(profileId, now);
        if (now.survivor().isPresent()) {
            departure.move(profileId, now.survivor().get(), before.survivor().isEmpty());
            merges.leave(profileId, now.survivor().get(), profile.updatedAt());
            return;
        }
        before.survivor().ifPresent(former -> merges.separate(profileId, former));
        if (!now.mergedFrom().isEmpty() && now.differsFrom(before)) {
            merges.changed(profileId);
        }
        if (!handovers.isAwaited(profileId)) {
            release(profileId, now);
        }
    }

    /**
     * The profile is gone. An alias stays one, since records for it may still be on their way, until it comes alive
     * again. Anybody else was erased: of that person nothing is kept but the fact, and what still comes is dropped.
     */
    void gone(String profileId, Instant at) {
        Person person = person(profileId);
        if (person.survivor().isPresent()) {
            persons.put(profileId, person.redirectEnded());
        } else if (!person.gone()) {
            persons.put(profileId, person.erased(at));
            sides.takeAll(profileId);
            memory.takeAll(profileId);
            waiting.line(profileId).forEach(waiting::remove);
            handovers.takeAll(profileId);
            merges.erase(profileId, person, at);
        }
    }

    /** Where people exist at destinations. */
    Merges merges() {
        return merges;
    }

    /** State of an absorbed profile; an alias passes it on. */
    void handover(String profileId, TransformHandoverV1 came) {
        Person person = person(profileId);
        if (person.gone()) {
            return;
        }
        if (person.survivor().isPresent()) {
            departure.follow(person.survivor().get(), came);
            return;
        }
        handovers.expect(profileId, came.awaited(), handoverDeadline());
        came.sides().forEach(side -> sides.merge(profileId, side));
        came.remembered().forEach(remembered -> memory.merge(profileId, remembered));
        came.waiting().forEach(record -> take(profileId, person, record.shaped(), record.since()));
        if (handovers.arrive(profileId, came.done())) {
            settle(profileId);
        }
    }

    /** Stops to await absorbed profiles, and gives up records, whose deadline has come. */
    void expire() {
        merges.due();
        handovers.giveUp(outputs.now(), DUE_AT_ONCE).forEach(this::settle);
        for (Place place : waiting.due(outputs.now(), DUE_AT_ONCE)) {
            if (handovers.isAwaited(place.profileId())) {
                continue; // it may have an address; that is seen when the wait ends
            }
            waiting.remove(place);
            outputs.dead(
                    place.profileId(),
                    place.held().shaped(),
                    "unresolved",
                    Category.SOURCE_DATA,
                    "no address identifier became known in time");
        }
    }

    private Person person(String profileId) {
        return Person.in(persons, profileId);
    }

    private Instant handoverDeadline() {
        return outputs.now().plus(settings.handoverPatience());
    }

    /** A record that is new here: its merges first, then itself. */
    private void take(String profileId, Person person, ShapedV1 shaped, Instant since) {
        handovers.expect(profileId, shaped.absorbed(), handoverDeadline());
        if (!Marks.isMarker(shaped)) {
            accept(profileId, person, Marks.noted(shaped), since);
        }
    }

    /**
     * All that was awaited has come or is late: whoever is in line takes his turn again, in the order of the identity
     * log, so that what waited at an absorbed profile goes before the record that merged it.
     */
    private void settle(String profileId) {
        Person person = person(profileId);
        List<Place> line = waiting.line(profileId);
        line.forEach(waiting::remove);
        line.stream()
                .map(Place::held)
                .sorted(Comparator.comparingLong(held -> held.shaped().logOffset()))
                .forEach(held -> accept(profileId, person, held.shaped(), held.since()));
    }

    private void accept(String profileId, Person person, ShapedV1 shaped, Instant since) {
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
        Optional<Identifier> address = Addressing.address(pipeline, person, known);
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
            waiting.remove(oldest);
            outputs.dead(
                    profileId,
                    oldest.held().shaped(),
                    "waiting_overflow",
                    Category.SOURCE_DATA,
                    "more than " + settings.waitingPerPerson() + " records of one person wait for an identifier");
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
    private void release(String profileId, Person person) {
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
        Optional<Identifier> address = Addressing.address(pipeline, person, known);
        if (address.isEmpty()) {
            return false;
        }
        waiting.remove(place);
        dispatch.send(place.profileId(), shaped, pipeline, address, known);
        return true;
    }
}
