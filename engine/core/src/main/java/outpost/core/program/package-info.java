/**
 * A playbook bound to modules, inventory and templates: what was written, checked and ready to run.
 * Nothing here connects to a host.
 */
package outpost.core.program;
