/** Expressions and templates: the only user of FreeMarker. */
package outpost.core.template;
