package outpost.core.program;

import java.util.List;

/** The tasks of a role where it is used. */
public record RolePart(RoleUse role, List<Part> parts) implements Part {}
