/** Modules by name, and what tasks give them turned into their own types. */
package outpost.core.catalog;
