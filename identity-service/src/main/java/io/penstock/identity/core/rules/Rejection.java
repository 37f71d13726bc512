package io.penstock.identity.core.rules;

/**
 * An identifier of a record that was not joined, and why.
 *
 * @param identifier normalised if it could be, else as given, cut to 64 characters
 * @param reason {@code unknown type}, {@code blocked}, {@code weak}, {@code limit email 5}, …; never contains the value
 */
public record Rejection(Identifier identifier, String reason) {}
