/** Modules for who may work on a host. */
package outpost.modules.users;
