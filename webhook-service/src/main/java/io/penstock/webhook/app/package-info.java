/** Wires the service together and is the only place that reads settings. No behaviour of its own may come here. */
package io.penstock.webhook.app;
