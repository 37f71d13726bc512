package io.penstock.delivery.readback;

import io.penstock.schemas.OutcomeV1;
import java.util.Optional;

/** What is known of calls that were accepted. */
public interface AcceptedCalls {
    /** The identify at that destination that an entry of its activity log speaks of; empty if it was none of ours. */
    Optional<OutcomeV1> before(String connection, Activity entry);
}
