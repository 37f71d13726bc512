package io.penstock.delivery.customerio;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where a redirected call may go on, credentials and all: from one of the vendor's hosts to another one of them over
 * TLS, and on this machine, where the stand-in runs, from loopback to loopback. Nowhere else.
 */
final class Redirect {
    private static final String VENDOR = "customer.io";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** These keep method and body, or are meant so by this vendor; 303 asks for another method. */
    private static final Set<Integer> STATUSES = Set.of(301, 302, 307, 308);

    private Redirect() {}

    /**
     * The address to call instead.
     *
     * @param from address that answered
     * @param location header of the answer, relative or absolute
     * @return empty if the answer is no redirect or must not be followed
     */
    static Optional<URI> target(URI from, int status, Optional<String> location) {
        if (!STATUSES.contains(status) || location.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI to = from.resolve(location.get());
            return to.getUserInfo() == null && isSafe(from, to) ? Optional.of(to) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSafe(URI from, URI to) {
        if (to.getHost() == null || from.getHost() == null) {
            return false;
        }
        if (LOOPBACK.contains(from.getHost())) {
            return LOOPBACK.contains(to.getHost());
        }
        return "https".equals(to.getScheme()) && isVendor(from.getHost()) && isVendor(to.getHost());
    }

    private static boolean isVendor(String host) {
        return host.endsWith("." + VENDOR);
    }
}
