package io.penstock.transform.script;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How workers are run.
 *
 * @param directory where native library and ICU data are unpacked, once; V8 60 MB, QuickJS 1 MB, kept between starts.
 *     Must be on a file system that allows libraries to be mapped
 * @param workers batches that run at the same moment, per memory size in use; 1 to 64
 * @param spares workers kept warm beside them, so that a lost one is replaced at once; 93 MB each
 * @param startTimeout longest wait for a worker to become ready
 * @param hardGrace how long after a script's batch limit a worker that does not react is killed
 * @param maxLosses rows that may cost a worker before their script is paused
 * @param maxStopped rows one after another that may be stopped for time before their script is paused
 * @param isLinearRegexp V8's linear engine for regular expressions that backtrack too much; experimental in V8, ends
 *     such attacks without a time-out
 * @param engine which engine scripts run in
 * @param classPath class path of the worker; when absent it is found from where this program's own classes came from
 */
public record ScriptRuntimeSettings(
        Path directory,
        int workers,
        int spares,
        Duration startTimeout,
        Duration hardGrace,
        int maxLosses,
        int maxStopped,
        boolean isLinearRegexp,
        ScriptEngineChoice engine,
        Optional<String> classPath) {

    public ScriptRuntimeSettings {
        if (workers < 1 || workers > 64) throw new IllegalArgumentException("expected 1 to 64 workers, got " + workers);
        if (spares < 0) throw new IllegalArgumentException("expected no negative number of spares, got " + spares);
    }

    /**
     * One worker and one spare; 30 s to start, 3 s of grace; paused after 3 lost workers or 25 stopped rows in a row.
     */
    public static ScriptRuntimeSettings in(Path directory) {
        return new ScriptRuntimeSettings(
                directory,
                1,
                1,
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                3,
                25,
                true,
                ScriptEngineChoice.AUTO,
                Optional.empty());
    }
}
