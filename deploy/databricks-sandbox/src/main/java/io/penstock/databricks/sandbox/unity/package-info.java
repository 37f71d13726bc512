/** Unity Catalog's read endpoints, answered from the folders and their Delta logs. Nothing that writes belongs here. */
package io.penstock.databricks.sandbox.unity;
