package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.core.Crossing;
import io.penstock.transform.core.Destinations;
import io.penstock.transform.core.Identifier;
import io.penstock.transform.core.Pipeline;
import io.penstock.transform.core.Pipelines;
import io.penstock.transform.core.Side;
import io.penstock.transform.core.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.apache.kafka.streams.processor.api.ProcessorContext;

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
    private final Occupancy occupancy;
    private final Standings standings;
    private final SideStore sides;
    private final RuleMemory memory;
    private final WaitingRoom waiting;
    private final Handovers handovers;
    private final Departure departure;
    private final Merges merges;
    private final Dispatch dispatch;
    private final Ledger ledger;
    private final Admission admission;

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
        occupancy = new Occupancy(context.getStateStore(StateStores.OCCUPANCY));
        standings = new Standings(context);
        sides = new SideStore(
                standings,
                new Stays(
                        context.getStateStore(StateStores.STAYS),
                        context.getStateStore(StateStores.STAY_DEADLINES),
                        occupancy));
        memory = new RuleMemory(context.getStateStore(StateStores.REMEMBERED));
        waiting = new WaitingRoom(
                context.getStateStore(StateStores.WAITING), context.getStateStore(StateStores.DEADLINES), occupancy);
        handovers = new Handovers(
                context.getStateStore(StateStores.HANDOVERS),
                context.getStateStore(StateStores.HANDOVER_DEADLINES),
                occupancy);
        ledger = new Ledger(standings, context.getStateStore(StateStores.EVENT_ROWS), settings.ledger(), outputs);
        departure = new Departure(outputs, sides, memory, waiting, handovers, ledger);
        merges =
                new Merges(pipelines, destinations, settings.mergeSettle(), tally, outputs, ledger, standings, context);
        dispatch = new Dispatch(outputs, sides, memory, merges, ledger, tally);
        admission = new Admission(pipelines, settings, tally, outputs, standings, waiting, handovers, merges, dispatch);
    }

    /** Once, before the first record of the task, by one of its processors. */
    void begin(ProcessorContext<String, Object> context) {
        occupancy.count(Occupancy.Kind.WAITING, context.getStateStore(StateStores.DEADLINES));
        occupancy.count(Occupancy.Kind.AWAITED, context.getStateStore(StateStores.HANDOVER_DEADLINES));
        occupancy.count(Occupancy.Kind.STAYS, context.getStateStore(StateStores.STAY_DEADLINES));
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
        if (!now.saysWhatWasSaid(before)) {
            standings.of(profileId).person(now);
        }
        if (now.survivor().isPresent()) {
            departure.move(profileId, now.survivor().get(), before.survivor().isEmpty());
            merges.leave(profileId, now.survivor().get(), profile.updatedAt());
            return;
        }
        before.survivor().ifPresent(former -> merges.separate(profileId, former));
        before.identifiers().stream()
                .filter(identifier -> !now.has(identifier))
                .forEach(identifier -> ledger.leave(profileId, identifier));
        if (!now.mergedFrom().isEmpty() && now.differsFrom(before)) {
            merges.changed(profileId);
        }
        if (!handovers.isAwaited(profileId)) {
            admission.release(profileId, now);
        }
    }

    /**
     * The profile is gone. An alias stays one, since records for it may still be on their way, until it comes alive
     * again. Anybody else was erased: of that person nothing is kept but the fact, and what still comes is dropped.
     */
    void gone(String profileId, Instant at) {
        Person person = person(profileId);
        if (person.survivor().isPresent()) {
            standings.of(profileId).person(person.redirectEnded());
        } else if (!person.gone()) {
            standings.of(profileId).person(person.erased(at));
            sides.takeAll(profileId);
            memory.takeAll(profileId);
            waiting.line(profileId).forEach(this::drop);
            handovers.takeAll(profileId);
            ledger.takeAll(profileId);
            merges.erase(profileId, person, at);
        }
    }

    private void drop(WaitingRoom.Place place) {
        waiting.remove(place);
        tally.ignored(place.held().shaped().pipeline(), Tally.Ignored.ERASED);
    }

    /** Where people exist at destinations. */
    Merges merges() {
        return merges;
    }

    /** A call has ended. */
    void heard(String profileId, OutcomeV1 outcome) {
        memory.heard(profileId, outcome);
        merges.heard(profileId, outcome);
        if (outcome.kind() == DeliveryV1.Kind.OBJECT || outcome.kind() == DeliveryV1.Kind.DELETE_OBJECT) {
            ledger.heardOfThing(profileId, outcome);
        }
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
        came.kept().forEach(kept -> ledger.arrive(profileId, kept));
        came.waiting().forEach(record -> take(profileId, person, record.shaped(), record.since()));
        if (handovers.arrive(profileId, came.done())) {
            admission.settle(profileId);
        }
    }

    /** Writes what a record or a look at deadlines changed, whatever became of it. */
    void keep() {
        standings.keep();
    }

    /** Stops to await absorbed profiles, and gives up records, whose deadline has come. */
    void expire() {
        merges.due();
        handovers.giveUp(outputs.now(), DUE_AT_ONCE).forEach(admission::settle);
        sides.stays().due(outputs.now(), DUE_AT_ONCE).forEach(this::stayed);
        admission.expire(DUE_AT_ONCE);
    }

    /** A stay is over by the clock: no row has said otherwise. */
    private void stayed(Stays.Place place) {
        if (handovers.isAwaited(place.profileId())) {
            return; // what an absorbed profile knows may be newer
        }
        DeliveryV1 event = place.stay().delivery();
        Optional<Side> side = sides.find(place.profileId(), place.pipeline(), place.emit());
        Optional<Pipeline> pipeline = pipelines.find(place.pipeline(), event.configVersion(), Duration.ZERO)
                        instanceof Pipelines.Found.Known(Pipeline known)
                ? Optional.of(known)
                : Optional.empty();
        Optional<Crossing.Ripe> ripe = side.flatMap(beyond -> pipeline.flatMap(rules -> rules.crossing(place.emit()))
                .filter(_ -> beyond.beyondSince() != null)
                .flatMap(rule -> rule.ripe(beyond, rule.due(beyond.beyondSince()))));
        if (ripe.isEmpty()) {
            sides.stays().take(place.profileId(), place.pipeline(), place.emit()); // its rule is gone
            return;
        }
        Person person = person(place.profileId());
        SequencedSet<IdentifierV1> known = new LinkedHashSet<>(event.identifiers());
        known.addAll(person.identifiers());
        Optional<Identifier> address = Addressing.address(pipeline.orElseThrow(), person, List.copyOf(known));
        dispatch.stayed(place.profileId(), place.pipeline(), place.emit(), ripe.get(), address, List.copyOf(known));
    }

    private Person person(String profileId) {
        return standings.person(profileId);
    }

    private Instant handoverDeadline() {
        return outputs.now().plus(settings.handoverPatience());
    }

    /** A record that is new here: its merges first, then itself. */
    private void take(String profileId, Person person, ShapedV1 shaped, Instant since) {
        handovers.expect(profileId, shaped.absorbed(), handoverDeadline());
        if (!Marks.isMarker(shaped)) {
            admission.accept(profileId, person, Marks.noted(shaped), since);
        }
    }
}
