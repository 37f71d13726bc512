package io.penstock.control.core;

/**
 * The newest version that was ever published of one key.
 *
 * @param version from 1; stays the highest one seen after a removal, so that a version never means two contents
 * @param present false if the key was removed since
 */
public record Published(String workspace, long version, String hash, boolean present) {}
