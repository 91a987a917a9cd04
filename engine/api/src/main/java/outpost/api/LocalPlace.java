package outpost.api;

import java.nio.file.Path;

/**
 * An argument that names a place of the control node where something may come to be; a relative one
 * begins at the playbook's folder.
 *
 * @param written the name as the playbook has it
 */
public record LocalPlace(String written, Path path) {}
