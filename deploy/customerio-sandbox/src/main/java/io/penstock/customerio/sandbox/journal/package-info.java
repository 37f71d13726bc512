/**
 * The append-only file that lets a restarted sandbox continue. It knows lines and kinds of lines, never what they mean.
 */
package io.penstock.customerio.sandbox.journal;
