/** Modules for what a host lets in and waits for. */
package outpost.modules.net;
