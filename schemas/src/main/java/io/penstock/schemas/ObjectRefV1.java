package io.penstock.schemas;

/**
 * A thing at the destination that is not a person: a company, an account, a course.
 *
 * @param type the destination's name of its kind; at Customer.io the type's number as text, which must exist there
 * @param id unique within the type
 */
public record ObjectRefV1(String type, String id) {}
