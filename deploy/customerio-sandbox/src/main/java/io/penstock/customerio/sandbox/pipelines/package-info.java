/**
 * Reads and checks what the Pipelines API takes and turns it into the same operations as the Track API (reference 4).
 * No state and no sockets come here.
 */
package io.penstock.customerio.sandbox.pipelines;
