package io.penstock.transform.core;

/**
 * A thing at the destination that is not a person: a company, an account, a course.
 *
 * @param type the destination's name of its kind
 * @param id unique within the type
 */
public record ObjectRef(String type, String id) {}
