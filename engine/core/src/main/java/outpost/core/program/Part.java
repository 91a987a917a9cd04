package outpost.core.program;

/** What a play is made of: tasks, and groups of them. */
public sealed interface Part permits Step, Group, RolePart {}
