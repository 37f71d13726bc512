/** Machine-to-machine sign-in as a workspace offers it. Nothing that decides what a caller may read belongs here. */
package io.penstock.databricks.sandbox.oauth;
