/** Command line of the one-machine run. Only parsing of options lives here; the work is in the packages below. */
package io.penstock.local;
