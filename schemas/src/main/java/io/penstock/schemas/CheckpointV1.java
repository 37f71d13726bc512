package io.penstock.schemas;

import java.time.Instant;
import java.util.Map;

/**
 * How far a source was read: written in the same transaction as the rows it speaks of.
 *
 * @param position where the next read starts from
 * @param columns the source's columns and types as last seen, in order, to notice changes
 * @param runs completed runs so far
 * @param rowsRead rows read by the last run
 */
public record CheckpointV1(
        String workspace,
        String pipeline,
        long configVersion,
        PositionV1 position,
        Map<String, String> columns,
        long runs,
        long rowsRead,
        Instant at) {}
