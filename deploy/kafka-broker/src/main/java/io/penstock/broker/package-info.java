/**
 * One KRaft broker and controller on loopback, for tests and the one-machine run. Not a production set-up, and no
 * clients here.
 */
package io.penstock.broker;
