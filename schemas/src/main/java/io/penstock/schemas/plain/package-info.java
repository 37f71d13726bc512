/**
 * JSON as the services of this house write nearly all of it, walked over by hand where there is one for every row or
 * call. Whatever is written otherwise is left to a parser, which is the definition (docs/decisions/0046).
 */
package io.penstock.schemas.plain;
