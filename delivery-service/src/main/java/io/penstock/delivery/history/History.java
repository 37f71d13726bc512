package io.penstock.delivery.history;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What became of deliveries. Safe for many threads. */
public final class History {
    /** Candidates looked at for one question: what two conditions leave together must not occupy the process. */
    private static final int MOST_LOOKS = 20_000;

    private static final int MOST_LOOKS_AT_A_PERSON = 2_000;
    private static final Set<DeliveryV1.Kind> EVENTS =
            Set.of(DeliveryV1.Kind.TRACK, DeliveryV1.Kind.PAGE, DeliveryV1.Kind.SCREEN);

    private final HistoryStore store;

    public History(HistoryStore store) {
        this.store = store;
    }

    /** @param more whether there may be older entries that fit */
    public record Found(List<OutcomeV1> outcomes, boolean more) {}

    /** @param cursor to go on from */
    public record Arrived(List<OutcomeV1> outcomes, long cursor) {}

    /** Newest first. */
    public Found find(HistoryQuery query) {
        Found found = find(query, query.index(), query::takes);
        boolean other =
                found.outcomes().isEmpty() && !found.more() && query.byAddress().isPresent();
        return other
                ? find(query, query.byAddress(), outcome -> query.isAddressOf(outcome) && query.takes(outcome))
                : found;
    }

    private Found find(HistoryQuery query, Optional<byte[]> index, Predicate<OutcomeV1> wanted) {
        List<OutcomeV1> found = new ArrayList<>();
        int[] looks = {0};
        boolean[] more = {false};
        BiPredicate<byte[], OutcomeV1> visit = (place, outcome) -> {
            boolean full = found.size() == query.limit() || looks[0]++ == MOST_LOOKS;
            if (full) {
                more[0] = true;
                return false;
            }
            if (wanted.test(outcome)) {
                found.add(outcome);
            }
            return true;
        };
        if (index.isPresent() && index.get()[0] == StoreKeys.BY_PIPELINE) {
            store.newestAround(index.get(), query.since(), query.until(), visit);
        } else {
            store.newest(index, query.since(), query.until(), visit);
        }
        return new Found(List.copyOf(found), more[0]);
    }

    /** What arrived after the cursor, in the order of arrival; without a cursor nothing, and the newest cursor. */
    public Arrived follow(Optional<Long> cursor, Optional<String> pipeline, int limit) {
        if (cursor.isEmpty()) {
            return new Arrived(List.of(), store.lastArrival());
        }
        List<OutcomeV1> found = new ArrayList<>();
        long[] last = {cursor.get()};
        store.arrivedAfter(cursor.get(), (number, outcome) -> {
            last[0] = number;
            if (pipeline.map(name -> name.equals(outcome.pipeline())).orElse(true)) {
                found.add(outcome);
            }
            return found.size() < limit;
        });
        return new Arrived(List.copyOf(found), last[0]);
    }

    /** The newest word on one delivery. */
    Optional<OutcomeV1> last(DeliveryV1 delivery) {
        return store.last(Findable.surely(delivery), delivery.deliveryId());
    }

    /**
     * The newest accepted call that made this one old: of the same person or thing at the same destination, about the
     * same, and of a later time. Events are never old.
     */
    Optional<OutcomeV1> acknowledgedSince(DeliveryV1 delivery) {
        if (EVENTS.contains(delivery.kind())) {
            return Optional.empty();
        }
        String whose = delivery.kind() == DeliveryV1.Kind.OBJECT || delivery.kind() == DeliveryV1.Kind.DELETE_OBJECT
                ? delivery.object().type() + "/" + delivery.object().id()
                : delivery.profileId();
        return firstOf(
                        StoreKeys.prefix(StoreKeys.BY_PERSON, whose),
                        outcome -> outcome.status() == OutcomeV1.Status.ACCEPTED
                                && delivery.destination().equals(outcome.destination())
                                && concernsTheSame(delivery, outcome))
                .filter(outcome -> outcome.asOf() != null && outcome.asOf().isAfter(delivery.asOf()));
    }

    private static boolean concernsTheSame(DeliveryV1 delivery, OutcomeV1 outcome) {
        return switch (delivery.kind()) {
            case IDENTIFY -> outcome.kind() == DeliveryV1.Kind.IDENTIFY;
            case OBJECT, DELETE_OBJECT ->
                outcome.kind() == DeliveryV1.Kind.OBJECT || outcome.kind() == DeliveryV1.Kind.DELETE_OBJECT;
            case RELATE, UNRELATE ->
                (outcome.kind() == DeliveryV1.Kind.RELATE || outcome.kind() == DeliveryV1.Kind.UNRELATE)
                        && delivery.object().equals(outcome.object());
            case DELETE, SUPPRESS, UNSUPPRESS, MERGE -> true;
            case ADD_DEVICE, REMOVE_DEVICE, TRACK, PAGE, SCREEN -> false; // the history does not name devices
        };
    }

    private Optional<OutcomeV1> firstOf(byte[] index, Predicate<OutcomeV1> wanted) {
        List<OutcomeV1> found = new ArrayList<>();
        int[] looks = {0};
        store.newest(Optional.of(index), Instant.EPOCH, StoreKeys.NEVER, (place, outcome) -> {
            if (wanted.test(outcome)) {
                found.add(outcome);
            }
            return found.isEmpty() && ++looks[0] < MOST_LOOKS_AT_A_PERSON;
        });
        return found.stream().findFirst();
    }
}
