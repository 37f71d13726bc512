/**
 * Test scope only: a broker and what tests read from it. No assertions about the domain, and nothing a service needs to
 * run.
 */
package io.penstock.testkit;
