package io.penstock.transform.core.ledger;

import java.time.Instant;

/**
 * A row's call, as far as the ledger has to know it.
 *
 * @param version of the pipeline
 * @param ordinal place of the call among those of the row that say attributes
 * @param asOf when the source says the row became true
 * @param source the table
 * @param commitVersion version of the commit that wrote the row, or -1
 * @param tableVersion version of the table that was read, or -1
 */
public record Write(
        String deliveryId,
        String pipeline,
        long version,
        String rowKey,
        String rowVersion,
        int ordinal,
        Instant asOf,
        String source,
        long commitVersion,
        long tableVersion) {
    /**
     * Whether a newer word on the same attribute was said already: by as-of time, then by commit of the same table. Two
     * versions of one row that agree in both come in their order; of one version the newer pipeline says what it means.
     * Two rows that agree in both have an order too, or a replay would send each of them again: that of their keys.
     */
    boolean isOlderThan(Write other) {
        int order = asOf.compareTo(other.asOf);
        if (order == 0 && source.equals(other.source) && commitVersion >= 0 && other.commitVersion >= 0) {
            order = Long.compare(commitVersion, other.commitVersion);
        }
        if (order == 0) {
            order = pipeline.compareTo(other.pipeline);
        }
        if (order == 0) {
            order = rowKey.compareTo(other.rowKey);
        }
        if (order == 0 && rowVersion.equals(other.rowVersion)) {
            order = Long.compare(version, other.version);
            if (order == 0) {
                order = Integer.compare(ordinal, other.ordinal);
            }
        }
        return order < 0;
    }

    /** The same, with a row of another version of the pipeline as another version of the row. */
    public Write byVersion() {
        return new Write(
                deliveryId,
                pipeline,
                version,
                rowKey,
                rowVersion + "@" + version,
                ordinal,
                asOf,
                source,
                commitVersion,
                tableVersion);
    }
}
