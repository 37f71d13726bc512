package io.penstock.identity.core.rules;

/** What happens to a value beyond its type's limit. */
public enum AtLimit {
    /** It is left out and stays where it was. */
    REJECT,
    /** It comes in; the value of that type which was seen least recently leaves the profile and is nobody's. */
    EVICT_OLDEST,
    /** Weak types only: it leaves the profile it is on and comes to the one it was seen with last. */
    TRANSFER
}
