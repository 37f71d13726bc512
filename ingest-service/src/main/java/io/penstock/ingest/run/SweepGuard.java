package io.penstock.ingest.run;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.schemas.CheckpointV1;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Keeps a sweep from deleting too much: an empty source never deletes anybody, and more than the pipeline's share of
 * its rows is not believed.
 *
 * @param last the last run's checkpoint, or null
 * @param head the state that was read
 */
record SweepGuard(PipelinePlan plan, RecordSource source, CheckpointV1 last, Head head) {
    /** Why rows the run did not see must not be deleted, if so. */
    Optional<String> withheld(RowWriter writer) {
        long before = rowsBefore();
        if (writer.malformed() > 0) {
            return Optional.of(
                    "nothing was deleted: " + writer.malformed() + " rows could not be read, not even their key");
        }
        if (before <= 0) {
            return Optional.empty();
        }
        if (writer.present() == 0) {
            return Optional.of("nothing was deleted: the source has no rows, and had " + before);
        }
        BigDecimal most = plan.spec().source().change().mostDeleted();
        long gone = before - writer.present();
        return BigDecimal.valueOf(gone).compareTo(most.multiply(BigDecimal.valueOf(before))) > 0
                ? Optional.of("nothing was deleted: the source has " + writer.present() + " rows and had " + before
                        + ", and mostDeleted is " + most.toPlainString())
                : Optional.empty();
    }

    /** Rows at the last position, or at the last complete read if nobody can tell any more; -1 if there was none. */
    long rowsBefore() {
        if (last == null || last.columns() == null) {
            return -1;
        }
        long version = last.position().tableVersion();
        boolean counted = plan.mode() != ReadMode.SNAPSHOT
                && !Checkpoints.owesSweep(last)
                && version >= 0
                && version < head.version();
        try {
            return counted ? source.rows(new Head(version, null)) : last.wholeRows();
        } catch (SourceException e) {
            return last.wholeRows();
        }
    }
}
