package io.penstock.customerio.sandbox.intake;

/**
 * The request that an operation came in.
 *
 * @param path as sent, with the query when there was one
 * @param headers a JSON object as text, without keys and lengths
 */
public record Origin(String method, String path, String headers) {}
