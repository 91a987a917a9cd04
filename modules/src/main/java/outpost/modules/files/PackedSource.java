package outpost.modules.files;

import static outpost.api.Script.sh;

import outpost.api.Payload;
import outpost.api.Script;
import outpost.modules.net.Curl;

/** Where an archive comes from: a server, the host, or the control node. */
record PackedSource(Unarchive.Args want) {

  /** Returns the file for a program to read, {@code -} for its standard input. */
  String file() {
    return want.remoteSrc() && !want.isAddress() ? want.src().written() : "-";
  }

  /** Defines {@code feed}, which runs a program that reads the archive. */
  Script feed() {
    return want.isAddress()
        ? Curl.READ.then(sh("feed() { { get -o - || echo 'tar: no archive' >&2; } | \"$@\"; }"))
        : sh("feed() { \"$@\"; }");
  }

  /** Sends the archive, or how to get it, along with a script that reads it. */
  Script give(Script script) {
    if (want.isAddress()) {
      Curl curl = Curl.to(want.src().written()).with("location").with("fail");
      return script.stdin((want.validateCerts() ? curl : curl.with("insecure")).payload());
    }
    if (want.remoteSrc()) return script;
    return script.stdin(
        want.src()
            .opened()
            .<Payload>map(Payload.Hidden::new)
            .orElse(new Payload.Local(want.src().path())));
  }
}
