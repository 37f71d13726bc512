package io.penstock.customerio.sandbox;

import io.penstock.customerio.sandbox.webhook.WebhookTarget;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Collects how a {@link CustomerIoSandbox} is to run. Keys are hex by default, because the vendor's Go client encodes
 * others differently.
 */
public final class SandboxBuilder {

    private int port;
    private String siteId = "5a17b0c5a17b0c5a17b0";
    private String apiKey = "a91fe7a91fe7a91fe7a9";
    private String appKey = "ab91ab91ab91";
    private String region = "us";
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
