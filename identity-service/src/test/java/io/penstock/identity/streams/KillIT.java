package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service, killed with SIGKILL in mid-transaction. {@code -Dkill.records=1000000 -Dkill.times=10} is the
 * full size; see {@link KillLoop} for running it alone.
 */
class KillIT {
    private static final int RECORDS = Integer.getInteger("kill.records", 10_000);
    private static final int TIMES = Integer.getInteger("kill.times", 2);

    @TempDir
    Path folder;

    @Test
    void everyRecordIsResolvedOnceAndAsAnOfflineFoldSaysHoweverOftenTheProcessIsKilled() throws Exception {
        KillLoop loop = new KillLoop(RECORDS, TIMES, Path.of("target", "quarkus-app", "quarkus-run.jar"), folder);

        assertThat(loop.run().aborted()).as("records of killed transactions").isPositive();
    }
}
