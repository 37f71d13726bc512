package io.penstock.schemas;

import java.time.Instant;

/** Who changed what. {@code what} is a config key, {@code from} and {@code to} its versions (0: absent). */
public record AuditV1(String workspace, String who, String what, long from, long to, String hash, Instant at) {}
