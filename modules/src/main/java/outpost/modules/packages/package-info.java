/** Modules for what is installed on a host. */
package outpost.modules.packages;
