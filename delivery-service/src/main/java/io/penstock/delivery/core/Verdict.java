package io.penstock.delivery.core;

import java.util.List;

/** What an answer means for the calls of its request. */
public sealed interface Verdict {
    /** @param outcomes one per call, in the order of the request; each accepted or rejected */
    record Each(List<Outcome> outcomes) implements Verdict {
        public Each {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** @param outcome the same for every call */
    record All(Outcome outcome) implements Verdict {}

    /** The request as a whole was refused for a fault of some of its calls: send it again in two halves. */
    record Bisect() implements Verdict {}
}
