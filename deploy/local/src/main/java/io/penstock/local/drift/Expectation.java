package io.penstock.local.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What must be true after a poll. Everything is optional; what is named is exact.
 *
 * @param state of the pipeline: {@code idle, paused, quarantined}
 * @param detail words the state's explanation holds
 * @param people person to every attribute at Customer.io, no more and no fewer
 * @param nobody people whom Customer.io must not know
 * @param events person to the events received, in order
 * @param calls person to the number of identify calls received since the start
 * @param changes every schema change reported so far, in any order, a repeated report counting once
 * @param deadLetters code to the people whose newest row is set aside with it
 * @param deleted people whose row was last reported as deleted
 */
record Expectation(
        String state,
        String detail,
        Map<String, Map<String, JsonNode>> people,
        List<String> nobody,
        Map<String, List<Event>> events,
        Map<String, Integer> calls,
        List<Change> changes,
        Map<String, List<String>> deadLetters,
        List<String> deleted) {

    /** An event with all its properties; what every crossing says by itself ({@code crossing_…}) may be left out. */
    record Event(String name, Map<String, JsonNode> properties) {}

    /**
     * A schema change. What is left out is not looked at.
     *
     * @param change class, as in {@code onChange}
     * @param evidence words that it holds, whatever their case
     * @param action likewise
     * @param proposal likewise; {@code none}: there must be none
     * @param touches exactly these
     */
    record Change(
            String change,
            String column,
            String before,
            String after,
            String policy,
            String evidence,
            String action,
            String proposal,
            List<String> touches) {}
}
