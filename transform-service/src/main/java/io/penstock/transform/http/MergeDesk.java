package io.penstock.transform.http;

/** What the merge resources ask. Safe from any thread. */
public interface MergeDesk {
    /** Held merges of this process, the next to go first, at most so many. */
    Merges held(int most, Merges.Values values);

    /** All merges of a person. */
    Merges of(String profileId, Merges.Values values);

    /** One merge. */
    Merges one(MergeId id, Merges.Values values);

    /** Writes an answer down. A repeat changes nothing. */
    Merges answer(MergeId id, Merges.Word word);
}
