package io.penstock.identity.core;

import io.penstock.identity.core.rules.AtLimit;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Screening.Usable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which identifiers must be marked as seen again, and how. */
final class Touch {
    private Touch() {}

    /**
     * Whether a repeated identifier of this type may still change something: who evicts must know who was here last.
     */
    static boolean isTouched(IdentifierType type) {
        return type.atLimit() != AtLimit.REJECT;
    }

    /** The identifiers with the observed ones marked as seen; the very same list if that changes no day. */
    static List<Known> seen(List<Known> identifiers, List<Usable> observed, Instant asOf) {
        List<Known> touched = null;
        for (int i = 0; i < identifiers.size(); i++) {
            Known known = identifiers.get(i);
            Known seen = has(observed, known.identifier()) ? known.seenAt(asOf) : known;
            if (seen != known) {
                touched = touched == null ? new ArrayList<>(identifiers) : touched;
                touched.set(i, seen);
            }
        }
        return touched == null ? identifiers : touched;
    }

    private static boolean has(List<Usable> observed, Identifier identifier) {
        for (Usable usable : observed) {
            if (usable.identifier().equals(identifier)) {
                return true;
            }
        }
        return false;
    }
}
