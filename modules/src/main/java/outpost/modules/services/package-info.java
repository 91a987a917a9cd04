/** Modules for what runs on a host. */
package outpost.modules.services;
