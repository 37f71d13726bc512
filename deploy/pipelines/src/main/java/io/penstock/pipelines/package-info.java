/**
 * What the pipelines of a project make of rows, found out in one process with the services' own code. Rules of the
 * domain are the services'; only what a person writes and reads at a terminal is here.
 */
package io.penstock.pipelines;
