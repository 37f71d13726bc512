package io.penstock.transform.streams;

import io.penstock.schemas.ShapedV1;
import java.util.List;

/** The merges that a shaped record tells of. */
final class Marks {
    private Marks() {}

    /** Nothing came of the record but that it merged profiles. */
    static boolean isMarker(ShapedV1 shaped) {
        return shaped.values() == null
                && shaped.calls() == null
                && !shaped.absorbed().isEmpty();
    }

    /** The record once its merges are noted: wherever it moves from now on, they must not be awaited again. */
    static ShapedV1 noted(ShapedV1 shaped) {
        return shaped.absorbed().isEmpty()
                ? shaped
                : new ShapedV1(
                        shaped.workspace(),
                        shaped.pipeline(),
                        shaped.configVersion(),
                        shaped.recordId(),
                        shaped.rowKey(),
                        shaped.rowVersion(),
                        shaped.position(),
                        shaped.asOf(),
                        shaped.profileId(),
                        shaped.identifiers(),
                        shaped.logOffset(),
                        shaped.values(),
                        shaped.calls(),
                        List.of(),
                        shaped.operation());
    }
}
