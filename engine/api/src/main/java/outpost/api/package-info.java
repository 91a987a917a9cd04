/** What the author of a module sees. It depends on the JDK alone. */
package outpost.api;
