package io.penstock.delivery.history;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.OutcomeV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an outcome is found by.
 *
 * @param profileId may be null, as may address, object and pipeline
 */
record Findable(
        Instant at,
        String deliveryId,
        String profileId,
        IdentifierV1 address,
        ObjectRefV1 object,
        String pipeline,
        OutcomeV1.Status status,
        String code) {
    static Findable of(OutcomeV1 outcome) {
        return new Findable(
                outcome.at(),
                outcome.deliveryId(),
                outcome.profileId(),
                outcome.address(),
                outcome.object(),
                outcome.pipeline(),
                outcome.status(),
                outcome.code());
    }

    /** Under what the person or the thing is found. */
    List<String> people() {
        return people(deliveryId, profileId, address, object);
    }

    /** The other keys by which it is found alone. */
    List<byte[]> results(byte[] place) {
        if (status != OutcomeV1.Status.ACCEPTED) {
            return List.of(
                    StoreKeys.indexed(StoreKeys.BY_RESULT, status.name(), place),
                    StoreKeys.indexed(StoreKeys.BY_RESULT, code, place));
        }
        return OutcomeV1.APPLIED.equals(code) || OutcomeV1.NOT_APPLIED.equals(code)
                ? List.of(StoreKeys.indexed(StoreKeys.BY_RESULT, code, place))
                : List.of();
    }

    /** The key that all outcomes of its pipeline at that moment have in common, if there is a pipeline. */
    Optional<byte[]> moment(byte[] place) {
        return Optional.ofNullable(pipeline)
                .map(name -> StoreKeys.indexed(StoreKeys.BY_PIPELINE, name, StoreKeys.moment(place)));
    }

    /** Under what the outcomes of a delivery are surely found. */
    static String surely(DeliveryV1 delivery) {
        return people(delivery.deliveryId(), delivery.profileId(), delivery.address(), delivery.object())
                .getFirst();
    }

    /**
     * Under what a person or a thing is found; of addresses with their type {@link HistoryQuery#byAddress} finds them.
     * What names neither is found under its delivery.
     */
    private static List<String> people(String deliveryId, String profileId, IdentifierV1 address, ObjectRefV1 object) {
        List<String> texts = new ArrayList<>(2);
        if (profileId != null) {
            texts.add(profileId);
        }
        if (address != null && address.value() != null) {
            texts.add(address.value());
        }
        if (object != null) {
            texts.add(object.type() + "/" + object.id());
        }
        if (texts.isEmpty()) {
            texts.add(deliveryId);
        }
        return texts;
    }
}
