package io.penstock.local.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The programs of the house on one machine, and the credentials of the stand-ins. The credentials are fixed and
 * worthless: both stand-ins listen on loopback only.
 *
 * @param installation the built programs
 * @param ports where they listen
 * @param data folder of everything they keep
 * @param lakehouse folder {@code <catalog>/<schema>/<table>} that the Databricks stand-in serves
 * @param catalogs further folders {@code <schema>/<table>} served under a catalog name
 * @param cache folder of ahead-of-time caches, shared by all stacks of a checkout
 */
public record House(
        Installation installation, Ports ports, Path data, Path lakehouse, Map<String, Path> catalogs, Path cache) {
    public static final String DATABRICKS_TOKEN = "dapi-local-sandbox";
    public static final String CIO_SITE_ID = "5170e0000000000000d1";
    public static final String CIO_API_KEY = "a91c0000000000000e57";
    public static final String CIO_APP_KEY = "a99c0000000000000a99";
    public static final String WEBHOOK_KEY = "77ebb00c0000000000000000000000aa";
    public static final String WRITE_KEY = "wk0000000000000000000000000000e5";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Phase one: broker and stand-ins. Phase two: the services. What takes longest or is needed first comes first. */
    public List<List<Program>> phases() {
        return List.of(
                List.of(broker(), databricks(), customerio()),
                List.of(control(), ingest(), identity(), transform(), delivery(), webhook()));
    }

    /** Phase one: broker and Databricks stand-in. Phase two: the services that read; nothing is sent anywhere. */
    public List<List<Program>> readingPhases() {
        return List.of(List.of(broker(), databricks()), List.of(control(), ingest()));
    }

    /**
     * One program of the house, for who needs only some.
     *
     * @throws StackException if there is none of that name, or it is not built
     */
    public Program program(String name) {
        return switch (name) {
            case "kafka-broker" -> broker();
            case "customerio-sandbox" -> customerio();
            case "databricks-sandbox" -> databricks();
            case "control-service" -> control();
            case "identity-service" -> identity();
            case "transform-service" -> transform();
            case "delivery-service" -> delivery();
            case "webhook-service" -> webhook();
            case "ingest-service" -> ingest();
            default -> throw new StackException("the house has no program " + name);
        };
    }

    /**
     * Makes what later starts are faster with, if it is missing.
     *
     * @param announcement called before anything that takes long
     */
    public void prepare(Consumer<String> announcement) throws InterruptedException {
        DatabricksCommand.prepareCache(this, announcement);
    }

    private Program broker() {
        return new Program(
                "kafka-broker",
                installation.java(
                        "384m",
                        List.of(
                                "-cp",
                                installation.classPath("kafka-broker"),
                                "io.penstock.broker.BrokerMain",
                                data.resolve("kafka").toString(),
                                Integer.toString(ports.kafka()),
                                Integer.toString(ports.kafkaController()),
                                "2")),
                Map.of(),
                ports.bootstrap(),
                null,
                PATIENCE);
    }

    private Program customerio() {
        return new Program(
                "customerio-sandbox",
                installation.java(
                        "512m",
                        List.of(
                                "-cp",
                                installation.classPath("customerio-sandbox"),
                                "io.penstock.customerio.sandbox.CustomerIoSandbox",
                                "--port",
                                Integer.toString(ports.customerio()),
                                "--site-id",
                                CIO_SITE_ID,
                                "--api-key",
                                CIO_API_KEY,
                                "--app-key",
                                CIO_APP_KEY,
                                "--webhook-url",
                                Ports.url(ports.webhook()) + "/webhooks/customerio",
                                "--webhook-key",
                                WEBHOOK_KEY,
                                "--state-dir",
                                data.resolve("customerio").toString())),
                Map.of(),
                Ports.url(ports.customerio()),
                null,
                PATIENCE);
    }

    private Program databricks() {
        return new Program(
                "databricks-sandbox",
                DatabricksCommand.of(this),
                Map.of(),
                Ports.url(ports.databricks()),
                null,
                PATIENCE);
    }

    private Program control() {
        return service("control-service", ports.control(), "192m", Map.of());
    }

    private Program identity() {
        return service("identity-service", ports.identity(), "320m", Map.of());
    }

    private Program transform() {
        return service("transform-service", ports.transform(), "320m", Map.of());
    }

    private Program delivery() {
        return service(
                "delivery-service",
                ports.delivery(),
                "256m",
                Map.of(
                        "CUSTOMERIO_SITE_ID",
                        CIO_SITE_ID,
                        "CUSTOMERIO_API_KEY",
                        CIO_API_KEY,
                        "CUSTOMERIO_APP_KEY",
                        CIO_APP_KEY));
    }

    private Program webhook() {
        return service(
                "webhook-service",
                ports.webhook(),
                "320m",
                Map.of(
                        "CUSTOMERIO_WEBHOOK_KEY",
                        WEBHOOK_KEY,
                        "EVENTS_WRITE_KEY",
                        WRITE_KEY,
                        "DATABRICKS_TOKEN",
                        DATABRICKS_TOKEN));
    }

    private Program ingest() {
        return service("ingest-service", ports.ingest(), "384m", Map.of("DATABRICKS_TOKEN", DATABRICKS_TOKEN));
    }

    private Program service(String module, int port, String heap, Map<String, String> secrets) {
        Map<String, String> environment = new HashMap<>(secrets);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", ports.bootstrap());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("PENSTOCK_INSTANCE", module + "-0");
        environment.put("PENSTOCK_STATE_DIR", data.resolve(module).toString());
        return new Program(
                module,
                installation.java(
                        heap, List.of("-jar", installation.service(module).toString())),
                environment,
                Ports.url(port),
                URI.create(Ports.url(port) + "/q/health/ready"),
                PATIENCE);
    }

    /** JDBC URL of the Databricks stand-in, without credentials. */
    public String jdbcUrl() {
        return "jdbc:databricks://127.0.0.1:" + ports.databricks()
                + ";httpPath=/sql/1.0/warehouses/local;ssl=0;UseThriftClient=1;EnableTelemetry=0;TIMEZONE=UTC";
    }

    /** Catalog folders as options of the Databricks stand-in. */
    List<String> catalogOptions() {
        return catalogs.entrySet().stream()
                .flatMap(entry -> List.of("--catalog", entry.getKey() + "=" + entry.getValue()).stream())
                .toList();
    }
}
