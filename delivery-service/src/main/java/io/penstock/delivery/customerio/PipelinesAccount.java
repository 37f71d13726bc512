package io.penstock.delivery.customerio;

import io.penstock.schemas.config.ConnectionSpec;
import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where a workspace is reached by the Pipelines API and with what.
 *
 * @param base address without a path of the API
 * @param authorization value of the header; secret
 */
record PipelinesAccount(String base, String authorization) {
    /**
     * Reads the key now, so that a rotated secret is seen by the next request.
     *
     * @throws IllegalStateException if the secret is not there; the message names it
     */
    static PipelinesAccount of(ConnectionSpec.CustomerIo spec, UnaryOperator<String> environment) {
        if (spec.writeKey() == null) {
            throw new IllegalStateException("writeKey is not set");
        }
        String base = spec.pipelinesUrl() != null ? Endpoint.base(spec.pipelinesUrl()) : regionUrl(spec.region());
        return new PipelinesAccount(base, Endpoint.basic(spec.writeKey().resolve(environment), ""));
    }

    private static String regionUrl(String region) {
        return switch (region) {
            case "us" -> "https://cdp.customer.io";
            case "eu" -> "https://cdp-eu.customer.io";
            default -> throw new IllegalStateException("region " + region + " is neither us nor eu");
        };
    }

    /** Many calls. Without strict mode the API would answer 200 to what it throws away. */
    Endpoint batch() {
        return new Endpoint(
                URI.create(base + "/v1/batch"), Map.of("Authorization", authorization, "X-Strict-Mode", "1"));
    }

    @Override
    public String toString() {
        return "PipelinesAccount[" + base + "]";
    }
}
