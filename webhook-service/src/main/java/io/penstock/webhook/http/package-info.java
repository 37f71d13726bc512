/**
 * The HTTP door: reporting webhooks in, status out. Nothing is answered with success before it is kept, and nothing
 * about the lakehouse may come here.
 */
package io.penstock.webhook.http;
