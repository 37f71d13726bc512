/**
 * The house on one machine: every program as a process of its own, started in order, waited for by readiness, stopped
 * together. Nothing here knows what flows through it.
 */
package io.penstock.local.stack;
