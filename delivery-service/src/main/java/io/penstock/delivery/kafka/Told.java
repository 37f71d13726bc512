package io.penstock.delivery.kafka;

import io.penstock.delivery.core.Ending;
import io.penstock.schemas.OutcomeV1;

/** An outcome that is still to be written. */
sealed interface Told {
    OutcomeV1 outcome();

    /** One that is all there. */
    record Whole(OutcomeV1 outcome) implements Told {}

    /** One of which all but the end of the call is in the delivery's own text. */
    record Retold(Owed.Delivery owed, CommonText text, Ending ending) implements Told {
        @Override
        public OutcomeV1 outcome() {
            return LastWords.outcome(owed, ending);
        }
    }
}
