package io.penstock.delivery.customerio;

import io.penstock.schemas.config.ConnectionSpec;
import java.util.function.UnaryOperator;

/**
 * Where the App API of a workspace is reached and with what.
 *
 * @param base address without a slash at its end
 * @param authorization value of the header; secret
 */
public record AppAccount(String base, String authorization) {
    /**
     * Reads the key now, so that a rotated one is seen by the next request.
     *
     * @throws IllegalStateException if the key is not there; the message names it
     */
    public static AppAccount of(String region, ConnectionSpec.ReadBack settings, UnaryOperator<String> environment) {
        String base = settings.appUrl() == null ? regionUrl(region) : Endpoint.base(settings.appUrl());
        return new AppAccount(base, "Bearer " + settings.appKey().resolve(environment));
    }

    private static String regionUrl(String region) {
        return "eu".equals(region) ? "https://api-eu.customer.io" : "https://api.customer.io";
    }

    @Override
    public String toString() {
        return "AppAccount[" + base + "]";
    }
}
