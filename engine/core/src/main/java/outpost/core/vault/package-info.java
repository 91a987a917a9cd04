/** Ansible's vault, formats 1.1 and 1.2: what it has encrypted, and with which passwords. */
package outpost.core.vault;
