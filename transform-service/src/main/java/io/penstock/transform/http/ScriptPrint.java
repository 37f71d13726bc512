package io.penstock.transform.http;

import java.time.Instant;
import java.util.List;

/**
 * What a pipeline's script printed lately. Values of rows are masked.
 *
 * @param lines the oldest first
 * @param dropped how many were too many, since this process started
 */
public record ScriptPrint(List<Line> lines, long dropped) {
    /**
     * One line.
     *
     * @param version of the pipeline
     * @param level {@code debug}, {@code info}, {@code warn} or {@code error}
     * @param place {@code lib/score.js:3:14}; empty when unknown
     */
    public record Line(Instant at, String version, String level, String place, String text) {}
}
