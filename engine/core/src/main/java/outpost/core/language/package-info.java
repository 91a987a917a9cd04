/** Playbooks as they are written, nothing evaluated. */
package outpost.core.language;
