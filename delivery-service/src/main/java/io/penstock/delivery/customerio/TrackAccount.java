package io.penstock.delivery.customerio;

import io.penstock.schemas.config.ConnectionSpec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * Where a workspace is reached and with what.
 *
 * @param batch address of the batch call
 * @param authorization value of the header; secret
 */
public record TrackAccount(URI batch, String authorization) {
    /**
     * Reads the credentials now, so that a rotated secret is seen by the next request.
     *
     * @param environment {@code System::getenv} in production
     * @throws IllegalStateException if a secret is not there; the message names it
     */
    public static TrackAccount of(ConnectionSpec.CustomerIo spec, UnaryOperator<String> environment) {
        String base = spec.trackUrl() != null ? spec.trackUrl().toString() : regionUrl(spec.region());
        String credentials =
                spec.siteId().resolve(environment) + ":" + spec.apiKey().resolve(environment);
        String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return new TrackAccount(
                URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/api/v2/batch"),
                "Basic " + basic);
    }

    private static String regionUrl(String region) {
        return switch (region) {
            case "us" -> "https://track.customer.io";
            case "eu" -> "https://track-eu.customer.io";
            default -> throw new IllegalStateException("region " + region + " is neither us nor eu");
        };
    }

    @Override
    public String toString() {
        return "TrackAccount[" + batch + "]";
    }
}
