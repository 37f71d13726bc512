package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * Where the profiles of a person are known at destinations, on its way to the task of the survivor; and what people
 * decided about the merges that come of it. Each message uses the lists it needs and leaves the others empty.
 *
 * @param profileId the person it is for; an alias passes it on
 * @param from profile that sends it; null for answers
 * @param known addresses that are the profile's own from now on
 * @param merges addresses of absorbed profiles
 * @param heard what became of calls to an absorbed profile that were under way when it was absorbed
 * @param separated profiles that stand alone again
 * @param answers what people decided
 */
public record TransformMergeV1(
        String profileId,
        String from,
        List<Known> known,
        List<Merge> merges,
        List<Heard> heard,
        List<String> separated,
        List<Answer> answers) {
    public TransformMergeV1 {
        known = known == null ? List.of() : List.copyOf(known);
        merges = merges == null ? List.of() : List.copyOf(merges);
        heard = heard == null ? List.of() : List.copyOf(heard);
        separated = separated == null ? List.of() : List.copyOf(separated);
        answers = answers == null ? List.of() : List.copyOf(answers);
    }

    /** Where calls go: the destination, and the pipeline that used it last. */
    public record Route(String workspace, String destination, String pipeline, long configVersion) {}

    /**
     * An address under which calls went out.
     *
     * @param accepted whether the destination accepted an identify under it
     */
    public record Known(Route route, IdentifierV1 address, boolean accepted) {}

    /**
     * An address of an absorbed profile: a merge that is owed, or was, or is not wanted.
     *
     * @param id id of the delivery, the same whatever happens in between
     * @param absorbed the profile whose address it was
     * @param through profiles that had absorbed it and were absorbed themselves, earliest first
     * @param owed last call that went to it, while nothing is known of its end; else null
     * @param state null before the survivor's task has seen it
     * @param mergedAt when the profile was absorbed
     * @param until end of the hold; null before the survivor's task has seen it
     */
    public record Merge(
            String id,
            Route route,
            String absorbed,
            List<String> through,
            IdentifierV1 address,
            boolean accepted,
            String owed,
            State state,
            Instant mergedAt,
            Instant until) {
        public Merge {
            through = through == null ? List.of() : List.copyOf(through);
        }
    }

    /** What stands with a merge. */
    public enum State {
        /** Goes out when its time has come. */
        HELD,
        /** Its time has come, but not both are there yet, or a call to the absorbed one is still under way. */
        PENDING,
        /** A person said no. */
        REFUSED,
        /** It went out. */
        SENT,
        /** The policy is {@code never}. */
        OFF
    }

    /**
     * The end of a call.
     *
     * @param accepted whether it was an identify that the destination accepted
     * @param at when; null if an older version wrote it
     */
    public record Heard(String destination, String deliveryId, IdentifierV1 address, boolean accepted, Instant at) {}

    /** What a person decided about one merge. A repeat changes nothing. */
    public record Answer(String id, Word word) {}

    /** The two things one can say. */
    public enum Word {
        /** It must never go out. */
        REFUSE,
        /** It need not be held any longer. */
        RELEASE
    }
}
