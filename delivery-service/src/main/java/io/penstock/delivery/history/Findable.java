package io.penstock.delivery.history;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.OutcomeV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    /** The keys of the indexes. */
    List<byte[]> keys(byte[] place) {
        List<byte[]> keys = new ArrayList<>();
        people().forEach(text -> keys.add(StoreKeys.indexed(StoreKeys.BY_PERSON, text, place)));
        if (pipeline != null) {
            keys.add(StoreKeys.indexed(StoreKeys.BY_PIPELINE, pipeline, place));
        }
        if (status != OutcomeV1.Status.ACCEPTED) {
            keys.add(StoreKeys.indexed(StoreKeys.BY_RESULT, status.name(), place));
            keys.add(StoreKeys.indexed(StoreKeys.BY_RESULT, code, place));
        } else if (OutcomeV1.APPLIED.equals(code) || OutcomeV1.NOT_APPLIED.equals(code)) {
            keys.add(StoreKeys.indexed(StoreKeys.BY_RESULT, code, place));
        }
        keys.add(StoreKeys.indexed(StoreKeys.BY_DELIVERY, deliveryId, place));
        return keys;
    }

    /**
     * Under what a person or a thing is found; of addresses with their type {@link HistoryQuery#byAddress} finds them.
     */
    private List<String> people() {
        List<String> texts = new ArrayList<>();
        if (profileId != null) {
            texts.add(profileId);
        }
        if (address != null && address.value() != null) {
            texts.add(address.value());
        }
        if (object != null) {
            texts.add(object.type() + "/" + object.id());
        }
        return texts;
    }
}
