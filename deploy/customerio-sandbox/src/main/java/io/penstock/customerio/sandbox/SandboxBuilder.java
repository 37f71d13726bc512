package io.penstock.customerio.sandbox;

import io.penstock.customerio.sandbox.http.RateLimits;
import io.penstock.customerio.sandbox.http.Redirect;
import io.penstock.customerio.sandbox.http.Tls;
import io.penstock.customerio.sandbox.webhook.WebhookTarget;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Collects how a {@link CustomerIoSandbox} is to run. Keys are hex by default, because the vendor's Go client encodes
 * others differently.
 */
public final class SandboxBuilder {

    private int port;
    private String siteId = "5a17b0c5a17b0c5a17b0";
    private String apiKey = "a91fe7a91fe7a91fe7a9";
    private String appKey = "ab91ab91ab91";
    private String writeKey = "c0ffeec0ffeec0ffeec0";
    private String region = "us";
    private RateLimits limits = RateLimits.none();
    private Optional<Redirect> redirect = Optional.empty();
    private OptionalInt tlsPort = OptionalInt.empty();
    private Optional<Path> keyStore = Optional.empty();
    private String keyStorePassword = "";
    private Optional<WebhookTarget> webhookTarget = Optional.empty();
    private Duration webhookHour = Duration.ofSeconds(2);
    private Optional<Path> stateDir = Optional.empty();
    private Duration applyDelay = Duration.ZERO;
    private InstantSource clock = InstantSource.system();
    private WorkspaceSettings workspace = WorkspaceSettings.documented();

    SandboxBuilder() {}

    /** 0, the default, takes any free port. */
    public SandboxBuilder port(int value) {
        port = value;
        return this;
    }

    public SandboxBuilder siteId(String value) {
        siteId = value;
        return this;
    }

    public SandboxBuilder apiKey(String value) {
        apiKey = value;
        return this;
    }

    public SandboxBuilder appKey(String value) {
        appKey = value;
        return this;
    }

    /** Of the Pipelines API. */
    public SandboxBuilder writeKey(String value) {
        writeKey = value;
        return this;
    }

    /** Requests a second; none by default. */
    public SandboxBuilder limits(RateLimits value) {
        limits = value;
        return this;
    }

    /** Plays the wrong region: the Track API sends every call to that address. */
    public SandboxBuilder redirect(URI to, int status) {
        redirect = Optional.of(new Redirect(to, status));
        return this;
    }

    /** Speaks TLS too, on that port, 0 for any free one; with a certificate made at the start unless one is given. */
    public SandboxBuilder tlsPort(int value) {
        tlsPort = OptionalInt.of(value);
        return this;
    }

    /** The PKCS #12 file of the TLS listener. */
    public SandboxBuilder tlsKeyStore(Path file, String password) {
        keyStore = Optional.of(file);
        keyStorePassword = password;
        return this;
    }

    /** {@code us} or {@code eu}, as the region endpoint tells. */
    public SandboxBuilder region(String value) {
        region = value;
        return this;
    }

    /** Where reporting webhooks go. Without it they wait, until {@code PUT /sandbox/webhooks} names a place. */
    public SandboxBuilder webhook(URI url, String key) {
        webhookTarget = Optional.of(new WebhookTarget(url, key));
        return this;
    }

    /** How long the vendor's hour of waiting for a receiver lasts here. */
    public SandboxBuilder webhookHour(Duration value) {
        webhookHour = value;
        return this;
    }

    /** Where the journal lies; without it the state dies with the process. */
    public SandboxBuilder stateDir(Path value) {
        stateDir = Optional.of(value);
        return this;
    }

    /** Time between acceptance and visibility in reads; none by default. */
    public SandboxBuilder applyDelay(Duration value) {
        applyDelay = value;
        return this;
    }

    /** What time it is, for receipts and signatures. */
    public SandboxBuilder clock(InstantSource value) {
        clock = value;
        return this;
    }

    public SandboxBuilder workspace(WorkspaceSettings value) {
        workspace = value;
        return this;
    }

    /** Starts; when this returns the sandbox answers. Fails when the port is taken or the state directory is in use. */
    public CustomerIoSandbox start() throws IOException {
        return new CustomerIoSandbox(this);
    }

    int port() {
        return port;
    }

    String siteId() {
        return siteId;
    }

    String apiKey() {
        return apiKey;
    }

    String appKey() {
        return appKey;
    }

    String region() {
        return region;
    }

    String writeKey() {
        return writeKey;
    }

    RateLimits limits() {
        return limits;
    }

    Optional<Redirect> redirect() {
        return redirect;
    }

    /** Makes the certificate when there is none: in the state directory, or in one that dies with the process. */
    Optional<Tls> tls() throws IOException {
        if (tlsPort.isEmpty()) {
            return Optional.empty();
        }
        if (keyStore.isPresent()) {
            return Optional.of(Tls.of(tlsPort.getAsInt(), keyStore.get(), keyStorePassword));
        }
        if (stateDir.isPresent()) {
            return Optional.of(Tls.selfSigned(tlsPort.getAsInt(), stateDir.get()));
        }
        Path directory = Files.createTempDirectory("customerio-sandbox");
        try {
            return Optional.of(Tls.selfSigned(tlsPort.getAsInt(), directory));
        } finally {
            Files.deleteIfExists(directory.resolve("tls.p12"));
            Files.delete(directory);
        }
    }

    Optional<WebhookTarget> webhookTarget() {
        return webhookTarget;
    }

    Duration webhookHour() {
        return webhookHour;
    }

    Optional<Path> stateDir() {
        return stateDir;
    }

    Duration applyDelay() {
        return applyDelay;
    }

    InstantSource clock() {
        return clock;
    }

    WorkspaceSettings workspace() {
        return workspace;
    }
}
