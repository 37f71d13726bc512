/** Numbering plans of the world, from libphonenumber. Nothing else of the service knows that library. */
package io.penstock.identity.phone;
