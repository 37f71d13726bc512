package io.penstock.transform.http;

/** What the merge resources ask. Safe from any thread. */
public interface MergeDesk {
    /** Merges of this process that can still go out, the next one first, at most so many. */
    Merges open(int most, Merges.Values values);

    /** All merges of a person. */
    Merges of(String profileId, Merges.Values values);

    /** One merge. */
    Merges one(MergeId id, Merges.Values values);

    /** Writes an answer down. A repeat changes nothing. */
    Merges answer(MergeId id, Merges.Word word);
}
