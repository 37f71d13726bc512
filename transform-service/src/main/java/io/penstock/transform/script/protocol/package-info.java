/**
 * What the service and a script worker say to each other: messages and their frames on a pipe. No V8, no Jackson and no
 * process handling here, because both sides load this package.
 */
package io.penstock.transform.script.protocol;
