/** Modules for what lies in a host's file system. */
package outpost.modules.files;
