/**
 * The script worker: the only program of Penstock that runs V8, in a process of its own, with customers' code inside.
 * Nothing of the service, no library but Javet and no credential must come here; the service knows it by its main class
 * and its messages only.
 */
package io.penstock.transform.script.worker;
