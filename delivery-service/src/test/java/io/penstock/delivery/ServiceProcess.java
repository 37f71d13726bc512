package io.penstock.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The packaged service as a process of its own. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /** @param log where its output goes, appended */
    static ServiceProcess start(String bootstrap, Path log) throws IOException {
        // The stub may hold its answer longer than a real request may take.
        return start(bootstrap, log, Map.of("PENSTOCK_DELIVERY_REQUEST_TIMEOUT", "60s"));
    }

    /** @param settings environment variables besides the usual ones */
    static ServiceProcess start(String bootstrap, Path log, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx200m",
                "-jar",
                System.getProperty("penstock.test.app"));
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", bootstrap,
                        "QUARKUS_HTTP_PORT", "0",
                        "PENSTOCK_INSTANCE", "delivery-0",
                        "CIO_SITE", "0123",
                        "CIO_KEY", "4567"));
        builder.environment().putAll(settings);
        String instance = builder.environment().get("PENSTOCK_INSTANCE");
        builder.environment()
                .putIfAbsent(
                        "PENSTOCK_STATE_DIR",
                        log.resolveSibling("state-" + instance).toString());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ServiceProcess(builder.start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** {@code kill -9}, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
