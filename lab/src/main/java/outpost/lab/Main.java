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
    } else if (command.equals("add") && count == 2 && args.get(2).equals("--debian")) {
      lab(args).addDebian();
    } else if (command.equals("down") && count == 1) {
      down(args.get(1));
    } else if (command.equals("list") && count == 0) {
      Lab.names().forEach(out::println);
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
    boolean virtual = false;
    Release release = Release.BOOKWORM;
    for (Iterator<String> option = options.iterator(); option.hasNext(); ) {
      String word = option.next();
      if (word.equals("--blanks") && option.hasNext()) {
        blanks = number(option.next());
      } else if (word.equals("--no-cluster")) {
        cluster = false;
      } else if (word.equals("--release") && option.hasNext()) {
        release = Release.named(option.next());
      } else if (word.equals("--virtual")) {
        virtual = true;
      } else {
        throw new LabFailed("`up` has no option `" + word + "`");
      }
    }
    if (virtual && release != Release.BOOKWORM) {
      throw new LabFailed("nodes that run virtual machines are there of bookworm only");
    }
    if (virtual) {
      Lab.bootVirtual(name, progress::say);
    } else if (cluster) {
      Lab.boot(name, release, blanks, progress::say);
    } else {
      Lab.bootBlanks(name, release, blanks, progress::say);
    }
  }

  /** All labs whose names begin with what stands before a star, or the one of that name. */
  private void down(String pattern) {
    String start = pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : null;
    List<String> names =
        start == null
            ? List.of(pattern)
            : Lab.names().stream().filter(name -> name.startsWith(start)).toList();
    if (names.stream().mapToInt(name -> Lab.down(name, progress::say)).sum() == 0) {
      progress.say("no lab `" + pattern + "` of this checkout was up");
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
                      [--release trixie]     of Debian 13: Pacemaker 3.0 and pcs 0.12, for Debian 12's 2.1 and 0.11
                      [--virtual]            only a cluster, whose nodes run virtual machines, of Debian 12
        lab/hosts add NAME [--debian]        boots one more blank host, or a plain Debian
        lab/hosts list [NAME]                the labs of this checkout; the hosts of one and their addresses
        lab/hosts fences NAME                what the fence agent was asked to do
        lab/hosts fault NAME HOST FAULT      breaks a host: %s
        lab/hosts mend NAME HOST FAULT       takes the fault back
        lab/hosts down NAME                  removes the lab; 'test*' removes all whose names begin so

        A shell on a host: ssh -F lab/state/NAME/ssh_config HOST
        """
        .formatted(faults());
  }
}
