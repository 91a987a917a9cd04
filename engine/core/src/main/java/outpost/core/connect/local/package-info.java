/** Shells on the control node itself. */
package outpost.core.connect.local;
