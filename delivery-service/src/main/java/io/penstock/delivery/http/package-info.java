/** How the service stands, over HTTP. Nothing is decided or changed here. */
package io.penstock.delivery.http;
