package io.penstock.identity.core;

import io.penstock.identity.core.rules.Rules;

/**
 * The rules of a workspace at one point of its log.
 *
 * @param version version of the configuration they come from, 0 for the defaults
 */
public record RulesInForce(long version, Rules rules) {
    /** What holds before any configuration. */
    public static final RulesInForce DEFAULT = new RulesInForce(0, Rules.defaults());
}
