package io.penstock.customerio.sandbox.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A relationship as written on an object: the person, possibly anonymous, and the attributes of the relationship. */
public record PersonLink(PersonRef person, ObjectNode attributes) {}
