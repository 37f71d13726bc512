/**
 * The program and the in-process form of the Customer.io stand-in, and the wiring of its parts. No rule of the vendor
 * comes here.
 */
package io.penstock.customerio.sandbox;
