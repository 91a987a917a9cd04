package outpost.cli;

/** Kinds of things that have a manual. */
enum DocKind {
  MODULE,
  KEYWORD,
  FILTER,
  TEST,
  LOOKUP
}
