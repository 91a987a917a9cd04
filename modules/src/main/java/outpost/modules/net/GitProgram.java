package outpost.modules.net;

import static outpost.api.Script.sh;

import outpost.api.Script;

/** Git as a task has it run: it asks nobody anything, and logs in by the task's key. */
record GitProgram(Git.Args want) {

  /** Defines {@code run}, which runs it. */
  Script define() {
    return sh(
        """
        run() {
          GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0 GIT_SSH_COMMAND={} {} "$@"
        }""",
        ssh(),
        path());
  }

  /** Tells whether the host has it, and asks nothing more if not. */
  Script question() {
    return sh(
        """
        if command -v {} >/dev/null; then emit git yes; else emit git no; exit 0; fi
        """,
        path());
  }

  private String path() {
    return want.executable().orElse("git");
  }

  /** Returns what ssh is called by. */
  private String ssh() {
    StringBuilder ssh = new StringBuilder("ssh -o BatchMode=yes");
    if (want.acceptHostkey()) ssh.append(" -o StrictHostKeyChecking=no");
    else if (want.acceptNewhostkey()) ssh.append(" -o StrictHostKeyChecking=accept-new");
    want.keyFile()
        .ifPresent(
            key -> ssh.append(" -i ").append(Script.quote(key)).append(" -o IdentitiesOnly=yes"));
    want.sshOpts().ifPresent(more -> ssh.append(' ').append(more));
    return ssh.toString();
  }
}
