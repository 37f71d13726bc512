/** What another team writes to follow a public topic. */
package io.penstock.examples;
