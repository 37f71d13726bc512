package io.penstock.identity.core.rules;

import java.util.List;
import java.util.function.IntPredicate;

/** A parsed {@link LinearPattern}. */
sealed interface PatternNode {
    /** No upper bound of a {@link Repeat}. */
    int UNBOUNDED = -1;

    /** One code point that passes the test. */
    record Read(IntPredicate accepts) implements PatternNode {}

    /** {@code ^}. */
    record Start() implements PatternNode {}

    /** {@code $}. */
    record End() implements PatternNode {}

    /** One after the other; empty matches the empty text. */
    record Sequence(List<PatternNode> parts) implements PatternNode {}

    /** Either. */
    record Choice(PatternNode left, PatternNode right) implements PatternNode {}

    /** @param most {@link #UNBOUNDED} or at least {@code least} */
    record Repeat(PatternNode part, int least, int most) implements PatternNode {}
}
