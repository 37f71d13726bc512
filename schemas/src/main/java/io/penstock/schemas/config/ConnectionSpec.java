package io.penstock.schemas.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * {@code kind: Connection}. How to reach a lakehouse or a destination; credentials by name only.
 *
 * @param type decides which of the two parts is set
 */
public record ConnectionSpec(Type type, Databricks databricks, CustomerIo customerio) {
    /** Kinds of connection. */
    public enum Type {
        @JsonProperty("databricks")
        DATABRICKS,
        @JsonProperty("customerio")
        CUSTOMERIO
    }

    /**
     * A SQL warehouse.
     *
     * @param host host name, without scheme
     * @param port TCP port, default 443
     * @param tls false only for the sandbox on loopback, default true
     * @param httpPath {@code /sql/1.0/warehouses/<id>}
     * @param token personal access token, or null when client id and secret are given
     */
    public record Databricks(
            String host,
            Integer port,
            Boolean tls,
            String httpPath,
            SecretRef token,
            SecretRef clientId,
            SecretRef clientSecret) {
        public Databricks {
            port = port == null ? 443 : port;
            tls = tls == null || tls;
        }
    }

    /**
     * A Customer.io workspace.
     *
     * @param region {@code us} or {@code eu}
     * @param wire which of the vendor's APIs carries the calls; default Track
     * @param trackUrl overrides the region's Track address; loopback sandbox only
     * @param pipelinesUrl overrides the region's Pipelines address; loopback sandbox only
     * @param rate most requests per second, default 80 (the published figures moved between 100 and 1000)
     * @param siteId for TRACK; with PIPELINES it and {@code apiKey} only serve to ask for the region, and may be null
     * @param writeKey for PIPELINES; with TRACK it may be null
     * @param anonymousEvents for TRACK: how events of people not yet known go; default by v1, as documented
     * @param webhookKeys signing keys of reporting webhooks, any of which may sign; empty refuses all webhooks
     * @param merges what happens there when two people become one; default: nothing
     * @param erase what happens there to a person who is erased here; default: the person is deleted
     */
    public record CustomerIo(
            String region,
            Wire wire,
            URI trackUrl,
            URI pipelinesUrl,
            Integer rate,
            SecretRef siteId,
            SecretRef apiKey,
            SecretRef writeKey,
            AnonymousEvents anonymousEvents,
            List<SecretRef> webhookKeys,
            Merges merges,
            Erase erase) {
        public CustomerIo {
            region = region == null ? "us" : region;
            rate = rate == null ? 80 : rate;
            webhookKeys = webhookKeys == null ? List.of() : List.copyOf(webhookKeys);
            merges = merges == null ? new Merges(null, null) : merges;
            erase = erase == null ? Erase.DELETE : erase;
            wire = wire == null ? Wire.TRACK : wire;
            anonymousEvents = anonymousEvents == null ? AnonymousEvents.V1 : anonymousEvents;
        }
    }

    /** The vendor's APIs that take people, events and objects. */
    public enum Wire {
        /** Says which call of a batch it refused, and why. */
        @JsonProperty("track")
        TRACK,
        /** Always in strict mode. */
        @JsonProperty("pipelines")
        PIPELINES
    }

    /** Versions of the Track API that take an event of somebody not yet known. */
    public enum AnonymousEvents {
        /** One request each, as the vendor documents. */
        @JsonProperty("v1")
        V1,
        /** In batches, as other connectors do; the vendor's description does not have it. */
        @JsonProperty("v2")
        V2
    }

    /**
     * Whether the workspace is told that two of its people are one. It cannot be undone there.
     *
     * @param hold for HOLD: how long a merge is held, default 1 day
     */
    public record Merges(Policy policy, Duration hold) {
        public Merges {
            policy = policy == null ? Policy.NEVER : policy;
            hold = hold == null ? Duration.ofDays(1) : hold;
        }

        /** Answers to a merge. */
        public enum Policy {
            @JsonProperty("send")
            SEND,
            @JsonProperty("hold")
            HOLD,
            @JsonProperty("never")
            NEVER
        }
    }

    /** Answers to an erasure. */
    public enum Erase {
        @JsonProperty("delete")
        DELETE,
        @JsonProperty("suppress")
        SUPPRESS,
        @JsonProperty("keep")
        KEEP
    }
}
