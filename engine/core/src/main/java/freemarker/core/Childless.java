package freemarker.core;

/** An expression of ours that has no parts, as far as FreeMarker looks. */
abstract class Childless extends Expression {
  @Override
  boolean isLiteral() {
    return false;
  }

  @Override
  protected Expression deepCloneWithIdentifierReplaced_inner(
      String name, Expression replacement, ReplacemenetState state) {
    return this;
  }

  @Override
  public String getCanonicalForm() {
    return "";
  }

  @Override
  String getNodeTypeSymbol() {
    return "";
  }

  @Override
  int getParameterCount() {
    return 0;
  }

  @Override
  Object getParameterValue(int index) {
    throw new IndexOutOfBoundsException();
  }

  @Override
  ParameterRole getParameterRole(int index) {
    throw new IndexOutOfBoundsException();
  }
}
