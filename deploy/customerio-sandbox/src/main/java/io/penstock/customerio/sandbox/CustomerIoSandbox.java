package io.penstock.customerio.sandbox;

import io.penstock.customerio.sandbox.fault.FaultPlan;
import io.penstock.customerio.sandbox.http.Backstage;
import io.penstock.customerio.sandbox.http.Credentials;
import io.penstock.customerio.sandbox.http.Listening;
import io.penstock.customerio.sandbox.http.SandboxServer;
import io.penstock.customerio.sandbox.intake.Intake;
import io.penstock.customerio.sandbox.intake.Rereading;
import io.penstock.customerio.sandbox.journal.Journal;
import io.penstock.customerio.sandbox.pipelines.PipelinesReader;
import io.penstock.customerio.sandbox.track.Limits;
import io.penstock.customerio.sandbox.track.OperationReader;
import io.penstock.customerio.sandbox.webhook.Mailroom;
import io.penstock.customerio.sandbox.webhook.RetrySchedule;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A stand-in for one Customer.io workspace. As a program: {@code --port N --site-id X --api-key Y --app-key Z …}. In a
 * test:
 *
 * <pre>{@code
 * try (CustomerIoSandbox sandbox = CustomerIoSandbox.builder().start()) {
 *     send(sandbox.baseUri(), sandbox.siteId(), sandbox.apiKey());
 * }
 * }</pre>
 *
 * <p>What a test proves against it is the client's behaviour, not the vendor's: the README lists what is assumed.
 */
public final class CustomerIoSandbox implements AutoCloseable {

    private final SandboxBuilder settings;
    private final Journal journal;
    private final Intake intake;
    private final Mailroom mailroom;
    private final SandboxServer server;

    CustomerIoSandbox(SandboxBuilder settings) throws IOException {
        this.settings = settings;
        WorkspaceSettings workspace = settings.workspace();
        InstantSource clock = settings.clock();
        journal = settings.stateDir().isPresent()
                ? Journal.open(settings.stateDir().get())
                : Journal.none();
        try {
            Limits limits = Limits.documented();
            OperationReader track = new OperationReader(
                    limits, workspace.identifierKinds(), workspace.objectTypes(), workspace.segments());
            PipelinesReader pipelines = new PipelinesReader(limits, workspace);
            FaultPlan faults = new FaultPlan();
            mailroom = new Mailroom(journal, new RetrySchedule(settings.webhookHour()), clock);
            settings.webhookTarget().ifPresent(mailroom::target);
            Rereading rereading = (method, path, body) ->
                    path.startsWith("/api/") ? track.again(method, path, body) : pipelines.again(path, body);
            intake = new Intake(workspace, rereading, journal, settings.applyDelay(), clock, mailroom::onEvent);
            server = new SandboxServer(
                    new Listening(
                            settings.port(), settings.region(), settings.limits(), settings.redirect(), settings.tls()),
                    new Credentials(settings.siteId(), settings.apiKey(), settings.appKey(), settings.writeKey()),
                    new Backstage(track, pipelines, faults, intake, mailroom, clock));
        } catch (IOException | RuntimeException failed) {
            journal.close();
            throw failed;
        }
        journal.replay(line -> {
            if (line.path("kind").asText().equals("operation")) {
                intake.restore(line);
            } else {
                mailroom.restore(line);
            }
        });
        intake.start();
        mailroom.start();
        server.start();
    }

    /** Defaults for tests: a free port, state in memory, no delay, fixed keys. */
    public static SandboxBuilder builder() {
        return new SandboxBuilder();
    }

    /**
     * Root of all APIs: Track below {@code /api}, Pipelines and App below {@code /v1}, inspection below
     * {@code /sandbox}, a page to look at what arrived at {@code /}.
     */
    public URI baseUri() {
        return server.uri();
    }

    /** The same over TLS; empty unless {@link SandboxBuilder#tlsPort} asked for it. */
    public Optional<URI> secureUri() {
        return server.secureUri();
    }

    /** The key of the Pipelines API. */
    public String writeKey() {
        return settings.writeKey();
    }

    public String siteId() {
        return settings.siteId();
    }

    public String apiKey() {
        return settings.apiKey();
    }

    public String appKey() {
        return settings.appKey();
    }

    /** Stops serving. With a state directory nothing accepted is lost. */
    @Override
    public void close() {
        server.close();
        intake.close();
        mailroom.close();
        journal.close();
    }

    /** Runs until SIGTERM. Ends with status 1 and one sentence when it cannot start. */
    public static void main(String[] arguments) throws InterruptedException {
        CustomerIoSandbox sandbox;
        try {
            Optional<SandboxBuilder> builder = CommandLine.read(arguments);
            if (builder.isEmpty()) {
                System.out.println(CommandLine.HELP);
                return;
            }
            sandbox = start(builder.get());
        } catch (IOException | IllegalArgumentException refused) {
            System.err.println("customerio-sandbox: " + refused.getMessage());
            System.exit(1);
            return;
        }
        CountDownLatch stop = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            sandbox.close();
            stop.countDown();
        }));
        System.out.println("customerio-sandbox ready on " + sandbox.baseUri()
                + sandbox.secureUri().map(uri -> " and " + uri).orElse(""));
        stop.await();
    }

    private static CustomerIoSandbox start(SandboxBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (BindException taken) {
            throw new IOException(
                    "Port " + builder.port() + " on 127.0.0.1 is taken; choose another one with --port.", taken);
        }
    }
}
