package io.penstock.transform.core;

import io.penstock.transform.core.value.ValueExpression;

/**
 * An attribute or property and the value it takes.
 *
 * @param name its name at the destination; for a {@link ValueExpression.Spread} the prefix of the names, perhaps empty
 */
public record Binding(String name, ValueExpression value) {}
