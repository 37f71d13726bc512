package io.penstock.transform.app;

import io.penstock.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The packaged service as a process of its own, to be killed. */
final class ServiceProcess {
    private ServiceProcess() {}

    /** @param port of its HTTP endpoint; 0: any */
    static Process start(EmbeddedBroker broker, String instance, Path state, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        broker.bootstrap(),
                        "PENSTOCK_INSTANCE",
                        instance,
                        "PENSTOCK_STATE_DIR",
                        state.toString(),
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port)));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "killed-service.log").toFile()));
        return builder.start();
    }
}
