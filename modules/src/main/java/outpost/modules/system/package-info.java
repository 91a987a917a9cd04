/** Modules that run things on a host. */
package outpost.modules.system;
