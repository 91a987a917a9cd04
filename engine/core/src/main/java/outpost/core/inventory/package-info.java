/** Hosts and groups with their variables, as written. */
package outpost.core.inventory;
