/** Facts about a host, under the names that playbooks use: one script, one pure reader. */
package outpost.core.facts;
