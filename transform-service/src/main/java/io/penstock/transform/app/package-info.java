/**
 * Wiring: settings, beans, the life of the Streams application, health. The only package that knows all others and the
 * only one that reads configuration; no rule about records may come here.
 */
package io.penstock.transform.app;
