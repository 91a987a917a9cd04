package outpost.remoted;

import java.io.IOException;

/** A session could not be opened, or could not go on; its diagnosis says why. */
public final class RemoteFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Diagnosis diagnosis;

  RemoteFailure(Diagnosis diagnosis) {
    super(diagnosis.sentence());
    this.diagnosis = diagnosis;
  }

  public Diagnosis diagnosis() {
    return diagnosis;
  }
}
