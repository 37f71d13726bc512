package io.penstock.customerio.sandbox.http;

import java.util.Optional;

/**
 * How the sandbox is reached.
 *
 * @param port of plain HTTP, 0 for any free one
 * @param region {@code us} or {@code eu}, as the region endpoint tells
 */
public record Listening(int port, String region, RateLimits limits, Optional<Redirect> redirect, Optional<Tls> tls) {}
