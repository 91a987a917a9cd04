package outpost.modules.net;

import java.util.Optional;
import outpost.api.Arg;
import outpost.api.BadArg;

/** A port whose connections a firewall hands on, as a task writes it. */
record ForwardPort(
    @Arg("The port that connections come to, or a range as `8000-8010`.") String port,
    @Arg(value = "Their protocol.", def = "tcp") Protocol proto,
    @Arg("The port that they are handed on to; the same by default.") Optional<String> toport,
    @Arg("The address that they are handed on to; this host by default.") Optional<String> toaddr) {

  /** What has ports. */
  enum Protocol {
    TCP,
    UDP,
    SCTP,
    DCCP;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public ForwardPort {
    Ports.of(port + "/" + proto.word());
    Protocol of = proto;
    toport.ifPresent(to -> Ports.of(to + "/" + of.word()));
    if (toport.isEmpty() && toaddr.isEmpty()) {
      throw new BadArg("toport", "`" + port + "` is handed on to nowhere", "name `toport`");
    }
    if (toaddr.filter(to -> Sockets.literal(to).isEmpty()).isPresent()) {
      throw new BadArg("toaddr", "`" + toaddr.get() + "` is no address", "write it in numbers");
    }
  }

  /** As firewalld lists it. */
  @Override
  public String toString() {
    return "port=%s:proto=%s:toport=%s:toaddr=%s"
        .formatted(port, proto.word(), toport.orElse(""), toaddr.orElse(""));
  }
}
