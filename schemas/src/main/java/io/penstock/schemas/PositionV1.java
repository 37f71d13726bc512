package io.penstock.schemas;

import java.time.Instant;

/**
 * Where in its source a row was read.
 *
 * @param source three-part table name, or {@code query:<pipeline>} for a query
 * @param tableVersion Delta table version the read was pinned to, or -1 if the source has none
 * @param commitVersion version of the commit that wrote the row, or -1 if unknown
 * @param watermark highest value of the pipeline's watermark column, or null in other modes
 */
public record PositionV1(String source, long tableVersion, long commitVersion, Instant watermark) {}
