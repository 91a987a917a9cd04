package outpost.remoted;

/** What the daemon sends unasked ({@code daemons/execd/execd_commands.c}). */
final class Notices {
  private Notices() {}

  static Element newClient() {
    return notice("notify_of_new_client", Lrmd.NEW_CLIENT);
  }

  /** Follows the reply to a poke, and to the (un)registration of a resource. */
  static Element done(String operation, int callId, Element data) {
    Element notice =
        notice("send_generic_notify", operation).with(Lrmd.RC, 0).with(Lrmd.CALL_ID, callId);
    return data.get(Lrmd.RESOURCE_ID).map(id -> notice.with(Lrmd.RESOURCE_ID, id)).orElse(notice);
  }

  /** The result of an operation; free text comes last but for the children. */
  static Element result(int callId, Element asked, Agents.Answer answer) {
    Element notice =
        notice("send_cmd_complete_notify", Lrmd.EXEC)
            .with(Lrmd.TIMEOUT, asked.number(Lrmd.TIMEOUT).orElse(0))
            .with(Lrmd.INTERVAL, asked.number(Lrmd.INTERVAL).orElse(0))
            .with(Lrmd.START_DELAY, 0)
            .with(Lrmd.EXEC_RC, answer.exitCode())
            .with(Lrmd.EXEC_STATUS, answer.status().number())
            .with(Lrmd.CALL_ID, callId)
            .with(Lrmd.EXEC_TIME, 1)
            .with(Lrmd.QUEUE_TIME, 0)
            .with(Lrmd.RESOURCE_ID, asked.get(Lrmd.RESOURCE_ID).orElse(""))
            .with(Lrmd.ACTION, asked.get(Lrmd.ACTION).orElse(""));
    if (!answer.output().isEmpty()) {
      notice = notice.with(Lrmd.OUTPUT, answer.output());
    }
    if (!answer.exitReason().isEmpty()) {
      notice = notice.with(Lrmd.EXIT_REASON, answer.exitReason());
    }
    Element told = notice;
    return asked.child(Lrmd.ATTRIBUTES).map(told::with).orElse(told);
  }

  private static Element notice(String origin, String operation) {
    return Element.named(Lrmd.NOTIFY).with(Lrmd.ORIGIN, origin).with(Lrmd.OPERATION, operation);
  }
}
