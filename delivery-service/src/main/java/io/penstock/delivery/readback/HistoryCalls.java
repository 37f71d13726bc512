package io.penstock.delivery.readback;

import io.penstock.delivery.history.History;
import io.penstock.delivery.history.HistoryQuery;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Finds them in the history of this replica, which has the outcomes of all. */
public final class HistoryCalls implements AcceptedCalls {
    private static final int MOST = 100;

    /** Entries carry whole seconds, and the destination's clock is not ours. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final History history;

    public HistoryCalls(History history) {
        this.history = history;
    }

    @Override
    public Optional<OutcomeV1> before(String connection, Activity entry) {
        return entry.person().stream()
                .flatMap(person -> newest(connection, person, entry.at().plus(TOLERANCE)).stream())
                .max(Comparator.comparing(OutcomeV1::at));
    }

    private Optional<OutcomeV1> newest(String connection, IdentifierV1 person, Instant until) {
        HistoryQuery query = new HistoryQuery(
                Optional.of(person.type() + ":" + person.value()),
                Optional.empty(),
                Optional.of("accepted"),
                Instant.EPOCH,
                until,
                MOST);
        return history.find(query).outcomes().stream()
                .filter(outcome -> outcome.kind() == DeliveryV1.Kind.IDENTIFY
                        && connection.equals(outcome.destination())
                        && !outcome.comesOfReadBack())
                .findFirst();
    }
}
