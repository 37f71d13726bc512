package io.penstock.transform.core;

/** An identifier of a person: its type as named in {@code identity.yaml}, and its normalised value. */
public record Identifier(String type, String value) {}
