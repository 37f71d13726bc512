package io.penstock.local.drift;

import java.util.List;

/**
 * What came of one history.
 *
 * @param broken why it could not be played to its end, or null
 * @param differences from what its file expects
 * @param wrongValues values at Customer.io that the table never said, over all polls
 * @param silentLosses values that are nowhere at the end
 */
public record Verdict(
        History history, String broken, List<String> differences, List<String> wrongValues, List<String> silentLosses) {
    /** Whether everything held. */
    public boolean passed() {
        return broken == null && differences.isEmpty() && wrongValues.isEmpty() && silentLosses.isEmpty();
    }
}
