package outpost.remoted;

import java.util.Optional;

/** Concludes from what handshakes showed. */
final class Verdict {
  private Verdict() {}

  /** What a TLS 1.3 half handshake says by itself; empty if the peer must be seen once more. */
  static Optional<Diagnosis> onHalf(Endpoint at, Sighting seen) {
    if (seen.finding().isPresent()) {
      return seen.finding().map(found -> new Diagnosis(at, found.cause(), found.detail()));
    }
    if (seen.keyProven()) {
      return Optional.of(new Diagnosis(at, Cause.KEY_RIGHT, ""));
    }
    return stranger(at, seen);
  }

  /** What a half handshake and then a TLS 1.2 ServerHello, or its absence, say together. */
  static Diagnosis onBoth(Endpoint at, Sighting half, Sighting hello) {
    if (hello.sharedKeySuite()) {
      return new Diagnosis(at, hello.couldDoTls13() ? Cause.KEY_DIFFERS : Cause.KEY_UNPROVABLE, "");
    }
    return stranger(at, hello)
        .orElseGet(
            () ->
                new Diagnosis(
                    at,
                    half.closeNotify() && hello.closeNotify()
                        ? Cause.NO_COMMON_SUITE
                        : Cause.CLOSED_SILENTLY,
                    ""));
  }

  /** The same where we have certificates. */
  static Diagnosis onBothWithCertificates(Endpoint at, Sighting half, Sighting hello) {
    if (hello.sharedKeySuite()) {
      return new Diagnosis(at, Cause.SHARED_KEY, "");
    }
    Diagnosis diagnosis = onBoth(at, half, hello);
    return diagnosis.cause() == Cause.NO_COMMON_SUITE
        ? new Diagnosis(at, Cause.NO_CERTIFICATE_SUITE, "")
        : diagnosis;
  }

  /** What a full handshake says that did not come to its end. */
  static Diagnosis onFull(Endpoint at, Sighting seen) {
    return seen.finding()
        .filter(found -> found.cause() != Cause.CERTIFICATE_TRUSTED)
        .map(found -> new Diagnosis(at, found.cause(), found.detail()))
        .or(() -> stranger(at, seen))
        .orElseGet(
            () -> {
              Cause cause =
                  !seen.sharedKeySuite()
                      ? seen.closeNotify() ? Cause.NO_COMMON_SUITE : Cause.CLOSED_SILENTLY
                      : seen.closeNotify() ? Cause.KEY_DIFFERS : Cause.CUT_OFF;
              return new Diagnosis(at, cause, "");
            });
  }

  /** What cannot be a pacemaker_remoted that waits for a shared key, or not one that listens. */
  private static Optional<Diagnosis> stranger(Endpoint at, Sighting seen) {
    if (seen.certificate()) {
      return Optional.of(new Diagnosis(at, Cause.CERTIFICATES, ""));
    }
    if (!seen.refusal().isEmpty()) {
      return Optional.of(new Diagnosis(at, Cause.OTHER_TLS, seen.refusal()));
    }
    if (seen.beginsWith("SSH-")) {
      return Optional.of(new Diagnosis(at, Cause.SPEAKS_SSH, ""));
    }
    if (seen.beginsWith("HTTP/")) {
      return Optional.of(new Diagnosis(at, Cause.SPEAKS_HTTP, ""));
    }
    if (seen.speaksOtherThanTls()) {
      return Optional.of(new Diagnosis(at, Cause.NOT_TLS, Printable.banner(seen.head())));
    }
    if (seen.timedOut()) {
      return Optional.of(new Diagnosis(at, Cause.SILENT, ""));
    }
    if (seen.daemonGaveUp()) {
      return Optional.of(new Diagnosis(at, Cause.TOO_SLOW, ""));
    }
    if (seen.head().length > 0 && !seen.closeNotify() && !seen.sharedKeySuite()) {
      return Optional.of(new Diagnosis(at, Cause.OTHER_TLS, "it answers out of turn"));
    }
    return Optional.empty();
  }
}
