package outpost.core.language;

import outpost.core.source.Node;

/** Another playbook whose plays stand here. */
public record PlaybookImport(Node.Scalar file, Keywords keywords) implements Playbook.Entry {}
