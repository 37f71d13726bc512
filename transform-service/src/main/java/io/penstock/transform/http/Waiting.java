package io.penstock.transform.http;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Records that wait for an identifier, in this process.
 *
 * @param pipelines by name
 * @param whole whether all were counted; false beyond a million
 * @param elsewhere other replicas, each with records of its own
 */
public record Waiting(Map<String, Line> pipelines, boolean whole, List<URI> elsewhere) {
    /**
     * One pipeline.
     *
     * @param oldest when the one that waits longest began
     * @param next when the next wait ends without an identifier
     */
    public record Line(long records, long people, Instant oldest, Instant next) {}
}
