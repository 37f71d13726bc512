/**
 * Reads and checks what the Track API takes, v1 and v2, with the vendor's limits and texts, and turns it into
 * operations. No state and no sockets come here.
 */
package io.penstock.customerio.sandbox.track;
