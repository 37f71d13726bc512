/**
 * JSON as the services of this house write most of it, walked over byte by byte instead of parsed. What is written
 * otherwise is left to a parser, which defines what anything means; no rule of the domain may come here.
 */
package io.penstock.transform.plain;
