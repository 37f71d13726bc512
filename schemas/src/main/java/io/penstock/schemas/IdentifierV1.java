package io.penstock.schemas;

/**
 * One identifier of a person.
 *
 * @param type as named in {@code identity.yaml}: {@code customerio_id}, {@code email}, …
 * @param value text form; canonical for numbers ({@code 42}, never {@code 42.0}); normalised from identity-service on
 */
public record IdentifierV1(String type, String value) {}
