package outpost.lab;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The lab from the command line: what {@code lab/hosts} runs. */
final class Main {
  private final PrintStream out;
  private final Progress progress;

  private Main(PrintStream out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  public static void main(String[] args) {
    int status;
    try {
      status = new Main(System.out, Progress.onStandardOutput()).run(List.of(args));
    } catch (LabFailed e) {
      System.err.println("error: " + e.getMessage());
      status = 1;
    }
    System.exit(status);
  }

  private int run(List<String> args) {
    String command = args.isEmpty() ? "help" : args.get(0);
    int count = args.size() - 1;
    if (command.equals("up") && count >= 1) {
      up(args.get(1), args.subList(2, args.size()));
    } else if (command.equals("add") && count == 1) {
      lab(args).addBlank();
    } else if (command.equals("down") && count == 1) {
      if (Lab.down(args.get(1), progress::say) == 0) {
        progress.say("no lab `" + args.get(1) + "` was up");
      }
    } else if (command.equals("list") && count == 1) {
      lab(args).hosts().forEach(host -> out.println(host.name() + " " + host.address()));
    } else if (command.equals("fences") && count == 1) {
      lab(args).fenceCalls().forEach(out::println);
    } else if (command.equals("fault") && count == 3) {
      fault(args.get(3)).on(lab(args).host(args.get(2)));
    } else if (command.equals("mend") && count == 3) {
      fault(args.get(3)).mend(lab(args).host(args.get(2)));
    } else {
      out.print(usage());
      return command.equals("help") ? 0 : 64;
    }
    return 0;
  }

  private void up(String name, List<String> options) {
    int blanks = 2;
    boolean cluster = true;
    for (Iterator<String> option = options.iterator(); option.hasNext(); ) {
      String word = option.next();
      if (word.equals("--blanks") && option.hasNext()) {
        blanks = number(option.next());
      } else if (word.equals("--no-cluster")) {
        cluster = false;
      } else {
        throw new LabFailed("`up` has no option `" + word + "`");
      }
    }
    if (cluster) {
      Lab.boot(name, blanks, progress::say);
    } else {
      Lab.bootBlanks(name, blanks, progress::say);
    }
  }

  private Lab lab(List<String> args) {
    return Lab.attach(args.get(1), progress::say);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new LabFailed("`" + text + "` is no number");
    }
  }

  private static Fault fault(String name) {
    return Arrays.stream(Fault.values())
        .filter(fault -> word(fault).equals(name))
        .findFirst()
        .orElseThrow(() -> new LabFailed("no fault `" + name + "`; there are " + faults()));
  }

  private static String faults() {
    return Arrays.stream(Fault.values()).map(Main::word).collect(Collectors.joining(", "));
  }

  private static String word(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String usage() {
    return """
        lab/hosts up NAME [--blanks N]       boots n1 n2, a cluster, and N blank hosts remote1 … (2);
                      [--no-cluster]         only the blank hosts
        lab/hosts add NAME                   boots one more blank host
        lab/hosts list NAME                  hosts and addresses
        lab/hosts fences NAME                what the fence agent was asked to do
        lab/hosts fault NAME HOST FAULT      breaks a host: %s
        lab/hosts mend NAME HOST FAULT       takes the fault back
        lab/hosts down NAME                  removes the lab

        A shell on a host: ssh -F lab/state/NAME/ssh_config HOST
        """
        .formatted(faults());
  }
}
