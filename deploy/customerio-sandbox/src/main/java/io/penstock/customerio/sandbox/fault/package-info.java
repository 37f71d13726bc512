/**
 * Faults that a test switches on (rule 27): which request meets one, and what it does. Nothing here touches a socket.
 */
package io.penstock.customerio.sandbox.fault;
