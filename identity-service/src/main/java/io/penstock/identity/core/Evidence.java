package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;

/**
 * Why an identifier is where it is: it was seen together with a stronger one.
 *
 * @param with the strongest identifier of that observation
 * @param logOffset position of the observation in the identity log
 * @param recordId the observation's record
 */
public record Evidence(Identifier with, long logOffset, String recordId) {}
