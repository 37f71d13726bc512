package io.penstock.delivery.customerio;

import io.penstock.schemas.config.ConnectionSpec;
import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where a workspace is reached by the Track API and with what.
 *
 * @param base address without a path of the API
 * @param authorization value of the header; secret
 */
public record TrackAccount(String base, String authorization) {
    /**
     * Reads the credentials now, so that a rotated secret is seen by the next request.
     *
     * @param environment {@code System::getenv} in production
     * @throws IllegalStateException if a secret is not there; the message names it
     */
    public static TrackAccount of(ConnectionSpec.CustomerIo spec, UnaryOperator<String> environment) {
        if (spec.siteId() == null || spec.apiKey() == null) {
            throw new IllegalStateException("siteId and apiKey are not set");
        }
        String base = spec.trackUrl() != null ? Endpoint.base(spec.trackUrl()) : regionUrl(spec.region());
        return new TrackAccount(
                base,
                Endpoint.basic(spec.siteId().resolve(environment), spec.apiKey().resolve(environment)));
    }

    private static String regionUrl(String region) {
        return switch (region) {
            case "us" -> "https://track.customer.io";
            case "eu" -> "https://track-eu.customer.io";
            default -> throw new IllegalStateException("region " + region + " is neither us nor eu");
        };
    }

    /** Many calls, by v2. */
    Endpoint batch() {
        return at("/api/v2/batch");
    }

    /** One event of somebody not yet known, by v1. */
    Endpoint event() {
        return at("/api/v1/events");
    }

    /** Tells the account's region, whichever region's host is asked. */
    Endpoint region() {
        return at("/api/v1/accounts/region");
    }

    private Endpoint at(String path) {
        return new Endpoint(URI.create(base + path), Map.of("Authorization", authorization));
    }

    @Override
    public String toString() {
        return "TrackAccount[" + base + "]";
    }
}
