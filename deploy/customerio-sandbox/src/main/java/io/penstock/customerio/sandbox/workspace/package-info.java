/**
 * The state of one simulated workspace and the rules that change it: identity, attributes, events, merges, objects. No
 * HTTP, no clock and no files come here.
 */
package io.penstock.customerio.sandbox.workspace;
