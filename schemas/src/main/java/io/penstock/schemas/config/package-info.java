/**
 * The specs of a project's files as types: what {@code ConfigV1.spec} holds for each kind. Values are exactly those of
 * the YAML; defaults are filled in by the compact constructors and nowhere else.
 */
package io.penstock.schemas.config;
