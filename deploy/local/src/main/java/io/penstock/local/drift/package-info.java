/**
 * The drift suite: table histories as files, played through the whole house side by side, and judged by what the tables
 * themselves say. Nothing here knows how a schema change is found; a rule of the product must not be repeated here.
 */
package io.penstock.local.drift;
