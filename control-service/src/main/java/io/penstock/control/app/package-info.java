/**
 * Wiring: settings, beans, start, readiness. The only package that reads configuration and knows all others; it decides
 * nothing about projects.
 */
package io.penstock.control.app;
