package outpost.api;

/**
 * An argument that names a FreeMarker template: the engine has found it ({@code templates/} beside
 * the playbook) and rendered it for this host.
 *
 * @param written the name as the playbook has it
 * @param text the rendered text; a {@link Secret} if one went into it
 */
public record Rendered(String written, Secret text, boolean secret) {}
