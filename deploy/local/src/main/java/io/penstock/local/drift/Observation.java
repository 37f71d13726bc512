package io.penstock.local.drift;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.SchemaChangeV1;
import java.util.List;
import java.util.Map;

/**
 * One history as it stood after one poll. People by their name in the history.
 *
 * @param head the table's newest version
 * @param state of the pipeline
 * @param detail the state's explanation, or empty
 * @param attributes of everybody Customer.io knows
 * @param calls identify calls since the start
 * @param deadLetters people to the newest dead letter of their row, if no change of the row was passed on after it
 * @param deleted people whose row's last change was its deletion
 */
record Observation(
        long head,
        String state,
        String detail,
        Map<String, Map<String, JsonNode>> attributes,
        Map<String, Integer> calls,
        Map<String, List<Expectation.Event>> events,
        List<SchemaChangeV1> changes,
        Map<String, DeadLetterV1> deadLetters,
        List<String> deleted) {
    /** Whether the pipeline has stopped and says why. */
    boolean saysItStopped() {
        return !state.equals("idle") && !detail.isBlank();
    }
}
