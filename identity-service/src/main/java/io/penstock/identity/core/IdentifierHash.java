package io.penstock.identity.core;

/**
 * An identifier that cannot be read back: 128 bits of HMAC over type and value, with a key of the workspace. See
 * {@link ProfileIds#hash}.
 */
public record IdentifierHash(long high, long low) {}
