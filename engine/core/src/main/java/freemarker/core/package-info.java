/** One class of ours inside FreeMarker's own package, for what its public API does not show. */
package freemarker.core;
