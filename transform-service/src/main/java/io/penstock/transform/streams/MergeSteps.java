package io.penstock.transform.streams;

import io.penstock.schemas.TransformMergeV1.Heard;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.schemas.TransformMergeV1.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How one merge goes from state to state. */
final class MergeSteps {
    private MergeSteps() {}

    /** Whether it can still go out. */
    static boolean isOpen(Merge merge) {
        return merge.state() == State.HELD || merge.state() == State.PENDING;
    }

    static Merge to(Merge merge, State state) {
        return with(merge, merge.through(), merge.accepted(), merge.owed(), state, merge.until());
    }

    /** Held until then. */
    static Merge held(Merge merge, Instant until) {
        return with(merge, merge.through(), merge.accepted(), merge.owed(), State.HELD, until);
    }

    /** Something changed that it depends on: it is looked at again, but not before that time. */
    static Merge stirred(Merge merge, Instant earliest) {
        return isOpen(merge) ? held(merge, merge.until().isAfter(earliest) ? merge.until() : earliest) : merge;
    }

    /** A call has ended; equal to the merge if that is no news. */
    static Merge heard(Merge merge, Heard end) {
        if (!merge.route().destination().equals(end.destination())) {
            return merge;
        }
        boolean accepted = merge.accepted() || end.accepted() && end.address().equals(merge.address());
        String owed = end.deliveryId().equals(merge.owed()) ? null : merge.owed();
        return with(merge, merge.through(), accepted, owed, merge.state(), merge.until());
    }

    /** Its survivor became part of another profile. */
    static Merge through(Merge merge, String profileId) {
        List<String> through = new ArrayList<>(merge.through());
        through.add(profileId);
        return with(merge, through, merge.accepted(), merge.owed(), merge.state(), merge.until());
    }

    /** Whether it came to its survivor with that profile. */
    static boolean cameBy(Merge merge, String profileId) {
        return merge.absorbed().equals(profileId) || merge.through().contains(profileId);
    }

    /** As it was when it belonged to that profile. */
    static Merge back(Merge merge, String profileId) {
        return with(
                merge,
                merge.through().subList(0, merge.through().indexOf(profileId)),
                merge.accepted(),
                merge.owed(),
                merge.state(),
                merge.until());
    }

    private static Merge with(
            Merge merge, List<String> through, boolean accepted, String owed, State state, Instant until) {
        return new Merge(
                merge.id(),
                merge.route(),
                merge.absorbed(),
                through,
                merge.address(),
                accepted,
                owed,
                state,
                merge.mergedAt(),
                until);
    }
}
