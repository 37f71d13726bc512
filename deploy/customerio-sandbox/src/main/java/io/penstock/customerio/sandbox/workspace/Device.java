package io.penstock.customerio.sandbox.workspace;

/** A push device of a person; {@code lastUsed} is unix seconds. */
public record Device(String token, String platform, long lastUsed) {}
