package io.penstock.customerio.sandbox.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A relationship as written on a person: the object at the other end and the attributes of the relationship. */
public record ObjectLink(ObjectRef object, ObjectNode attributes) {}
