package outpost.remoted;

/** The protocol's words ({@code include/crm/lrmd.h} and {@code include/crm/lrmd_internal.h}). */
final class Lrmd {
  static final String COMMAND = "lrmd_command";
  static final String REPLY = "lrmd_reply";
  static final String NOTIFY = "lrmd_notify";
  static final String IPC_PROXY = "lrmd_ipc_proxy";
  static final String CALLDATA = "lrmd_calldata";
  static final String RESOURCE = "lrmd_rsc";
  static final String RESOURCE_OPERATION = "lrmd_rsc_op";
  static final String ATTRIBUTES = "attributes";
  static final String PARAM = "param";

  static final String MESSAGE_ID = "lrmd_remote_msg_id";
  static final String MESSAGE_TYPE = "lrmd_remote_msg_type";
  static final String TYPE = "t";
  static final String OPERATION = "lrmd_op";
  static final String CLIENT_NAME = "lrmd_clientname";
  static final String CLIENT_ID = "lrmd_clientid";
  static final String ASYNC_ID = "lrmd_async_id";
  static final String PROTOCOL_VERSION = "lrmd_protocol_version";
  static final String CALL_OPTIONS = "lrmd_callopt";
  static final String CALL_ID = "lrmd_callid";
  static final String TIMEOUT = "lrmd_timeout";
  static final String RC = "lrmd_rc";
  static final String ORIGIN = "lrmd_origin";
  static final String UPTIME = "uptime";
  static final String START_STATE = "node_start_state";

  static final String RESOURCE_ID = "lrmd_rsc_id";
  static final String CLASS = "lrmd_class";
  static final String PROVIDER = "lrmd_provider";
  static final String AGENT = "lrmd_type";
  static final String ACTION = "lrmd_rsc_action";
  static final String INTERVAL = "lrmd_rsc_interval";
  static final String START_DELAY = "lrmd_rsc_start_delay";
  static final String USER_DATA = "lrmd_rsc_userdata_str";
  static final String OUTPUT = "lrmd_rsc_output";
  static final String EXIT_REASON = "lrmd_rsc_exit_reason";
  static final String EXEC_RC = "lrmd_exec_rc";
  static final String EXEC_STATUS = "lrmd_exec_op_status";
  static final String EXEC_TIME = "lrmd_exec_time";
  static final String QUEUE_TIME = "lrmd_queue_time";

  static final String REGISTER = "register";
  static final String POKE = "lrmd_rsc_poke";
  static final String RESOURCE_INFO = "lrmd_rsc_info";
  static final String RESOURCE_REGISTER = "lrmd_rsc_register";
  static final String RESOURCE_UNREGISTER = "lrmd_rsc_unregister";
  static final String EXEC = "lrmd_rsc_exec";
  static final String CANCEL = "lrmd_rsc_cancel";
  static final String GET_RECURRING = "lrmd_get_recurring";
  static final String NEW_CLIENT = "lrmd_rsc_new_client";

  /** {@code lrmd_opt_notify_orig_only}: the result goes to nobody but the requester. */
  static final int ONLY_TO_US = 2;

  /** {@code lrmd_opt_drop_recurring}: nothing recurs once the last client has gone. */
  static final int DROP_RECURRING = 3;

  /** Accepted by 1.1.15 and later; nothing of 1.2 is used here. */
  static final String VERSION = "1.1";

  static final int ENODEV = -19;
  static final int EINVAL = -22;
  static final int EPROTO = -71;
  static final int EOPNOTSUPP = -95;

  private Lrmd() {}

  /** A negative errno of a reply in words ({@code errno(3)}). */
  static String errno(int rc) {
    return switch (rc) {
      case -7 -> "E2BIG (too many arguments)";
      case -13 -> "EACCES (permission denied)";
      case ENODEV -> "ENODEV (no such resource)";
      case EINVAL -> "EINVAL (incomplete request)";
      case EPROTO -> "EPROTO (protocol error)";
      case -93 -> "EPROTONOSUPPORT (protocol not supported)";
      case EOPNOTSUPP -> "EOPNOTSUPP (not supported)";
      case -115 -> "EINPROGRESS (an operation is running)";
      default -> "error " + rc;
    };
  }
}
