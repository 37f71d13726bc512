package io.penstock.delivery.readback;

import io.penstock.schemas.IdentifierV1;
import java.time.Instant;
import java.util.List;

/**
 * An attribute change that failed at the destination.
 *
 * @param id the destination's own, unique
 * @param at in whole seconds
 * @param person the identifiers by which the entry names the person, in the spelling of our addresses; may be empty
 * @param words the destination's reason; names the attribute, not the value
 */
public record Activity(String id, Instant at, List<IdentifierV1> person, String words) {
    public Activity {
        person = List.copyOf(person);
    }
}
