/** Files as they were written, and what is wrong with them. */
package outpost.core.source;
