/**
 * The script worker: the only program of Penstock that runs JavaScript, in a process of its own, with customers' code
 * inside. Nothing of the service, no library but Javet and no credential must come here; the service knows it by its
 * main class and its messages only. Only classes named {@code V8…} know Javet, which is not there when scripts run in
 * QuickJS; only those named {@code QuickJs…} touch memory outside of Java.
 */
package io.penstock.transform.script.worker;
