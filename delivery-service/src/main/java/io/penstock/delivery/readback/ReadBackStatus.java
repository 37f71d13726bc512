package io.penstock.delivery.readback;

/**
 * What was seen of one connection since the start of the process.
 *
 * @param applied calls of which every value was there
 * @param notApplied calls of which some were not, or the person was not
 * @param overtaken calls of which nothing can be said, because somebody has written since
 * @param failedChanges entries of the activity log that speak of a call of ours
 * @param foreignChanges entries that speak of others
 * @param faults questions without an answer that counts
 * @param lastFault the code of the last of them; empty if there was none
 * @param waiting calls that will be looked up
 */
public record ReadBackStatus(
        long applied,
        long notApplied,
        long overtaken,
        long failedChanges,
        long foreignChanges,
        long faults,
        String lastFault,
        int waiting) {}
