package outpost.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What keeps dnf from doing what is asked for is told in one true sentence, and the host is as it
 * was: its packages, and all of /etc. That holds where Python knows dnf and where it does not.
 */
class DnfTroubleTest {

  /** The packages, and each path below /etc with its mode, owner, target and checksum. */
  private static final String STATE =
      "rpm -qa | sort; find /etc -printf '%p %m %u %g %l\\n' | sort;"
          + " find /etc -type f -print0 | sort -z | xargs -0 sha256sum";

  /** As on RHEL 8: dnf has a Python of its own, and the one that users find knows nothing of it. */
  private static final String WITHOUT_BINDINGS =
      "mkdir -p /usr/libexec && ln -s \"$(readlink -f /usr/bin/python3)\" /usr/libexec/platform-python"
          + " && rm /usr/bin/python3"
          + " && sed -i '1s,.*,#!/usr/libexec/platform-python,' \"$(readlink -f /usr/bin/dnf)\"";

  /** Makes packages of nothing but a settings file and a scriptlet. */
  private static final String PACKAGES =
      """
      mkdir -p /opt/trouble && cd /opt/trouble
      pack() {
        printf '%s\\n' "Name: $1" 'Version: 1' 'Release: 1' 'Summary: x' 'License: GPL' \\
          'BuildArch: noarch' 'AutoReqProv: no' "$2" '%description' x "$3" "$4" "$5" '%install' \\
          'mkdir -p %{buildroot}/etc' "echo 1 >%{buildroot}/etc/$1.conf" '%files' \\
          "%config(noreplace) /etc/$1.conf" >"$1.spec"
        rpmbuild -bb --quiet --define '_topdir /opt/trouble/rb' --define '_rpmdir /opt/trouble' \\
          --define '_build_name_fmt %%{NAME}.rpm' "$1.spec"
      }
      pack good ''
      pack reluctant 'Requires: good' %pre 'echo no room for it >&2' 'exit 3'
      pack stubborn 'Requires: resource-agents' %preun 'echo it stays >&2' 'exit 4'
      pack slow '' %pre 'sleep 120' 'exit 1'
      mkdir -p /opt/broken/repodata && echo nonsense >/opt/broken/repodata/repomd.xml
      """;

  /**
   * Something that dnf cannot do.
   *
   * @param before makes the host such
   * @param task the arguments of dnf
   * @param says what users are told
   * @param after takes back what {@code before} did
   */
  private record Trouble(String name, String before, String task, String says, String after) {}

  private static final List<Trouble> TROUBLES =
      List.of(
          new Trouble(
              "a package that does not exist",
              "true",
              "{name: [nonesuch, pcs]}",
              "the enabled repositories have no `nonesuch`",
              "true"),
          new Trouble(
              "a version that does not exist",
              "true",
              "{name: 'pcs >= 99'}",
              "the enabled repositories have no `pcs >= 99`",
              "true"),
          new Trouble(
              "a version that is older",
              "dnf -q -y --enablerepo=lab-updates install pacemaker-remote",
              "{name: pacemaker-remote-2.1.5-1.lab}",
              "`pacemaker-remote` 2.1.5-1.lab is older than 2.1.5-2.lab, which is installed",
              "dnf -q -y autoremove pacemaker-remote"),
          new Trouble(
              "no repository that can be reached",
              "mv /etc/yum.repos.d/lab.repo /opt/; printf '[gone]\\nname=x\\nbaseurl=http://127.0.0.1:9/\\n"
                  + "gpgcheck=0\\nretries=1\\n' >/etc/yum.repos.d/gone.repo",
              "{name: pcs}",
              "repository `gone` cannot be read: Curl error (7)",
              "rm /etc/yum.repos.d/gone.repo; mv /opt/lab.repo /etc/yum.repos.d/"),
          new Trouble(
              "a broken repository",
              "printf '[broken]\\nname=x\\nbaseurl=file:///opt/broken\\ngpgcheck=0\\n"
                  + "skip_if_unavailable=0\\n' >/etc/yum.repos.d/broken.repo",
              "{name: pcs}",
              "repository `broken` cannot be read",
              "rm /etc/yum.repos.d/broken.repo"),
          new Trouble(
              "a repository that is not set up",
              "true",
              "{name: pcs, enablerepo: nope}",
              "dnf found no way: Unknown repo: 'nope'",
              "true"),
          new Trouble(
              "locks of dnf that another process holds",
              "sleep 300 >/dev/null 2>&1 & for f in /var/cache/dnf/metadata /var/lib/dnf/rpmdb;"
                  + " do echo $! >${f}_lock.pid; done",
              "{name: pcs, lock_timeout: 2}",
              "has had packages locked for 2 s",
              "kill $(cat /var/lib/dnf/rpmdb_lock.pid);"
                  + " rm -f /var/cache/dnf/metadata_lock.pid /var/lib/dnf/rpmdb_lock.pid"),
          new Trouble(
              "a transaction of another process",
              "systemd-run -q --unit=slow rpm -i --force-debian --nodeps /opt/trouble/slow.rpm && sleep 2",
              "{name: pcs, lock_timeout: 2}",
              "another process has the RPM database locked",
              "systemctl stop slow"),
          new Trouble(
              "a scriptlet that fails before its package comes",
              "true",
              "{name: [/opt/trouble/good.rpm, /opt/trouble/reluctant.rpm], disable_gpg_check: true}",
              "the scriptlet %prein of reluctant-1-1.noarch failed, exit status 3;"
                  + " what was done before is taken back",
              "true"),
          new Trouble(
              "a scriptlet that fails before its package goes",
              "dnf -q -y --nogpgcheck install resource-agents /opt/trouble/stubborn.rpm",
              "{name: resource-agents, state: absent}",
              "the scriptlet %preun of stubborn-1-1.noarch failed, exit status 4;"
                  + " what was done before is taken back",
              "rpm -e --noscripts stubborn; dnf -q -y remove resource-agents"),
          new Trouble(
              "a package that is protected",
              "echo resource-agents >/etc/dnf/protected.d/x.conf; dnf -q -y install resource-agents",
              "{name: resource-agents, state: absent}",
              "`resource-agents` is protected and cannot be removed",
              "rm /etc/dnf/protected.d/x.conf; dnf -q -y remove resource-agents"));

  private static Lab lab;
  private static Host host;
  private static Path inventory;

  @BeforeAll
  static void boot() {
    lab =
        Lab.bootBlanks("test-dnf" + System.getProperty("lab.fork", ""), Labs.RELEASE, 1, Labs::say);
    host = lab.host("remote1");
    inventory = lab.inventory("dnf.yml", "root", host);
    host.must(PACKAGES);
  }

  @AfterAll
  static void remove() {
    lab.down();
  }

  @TestFactory
  Stream<DynamicTest> aTroubleIsToldAndTheHostIsAsItWas() {
    Stream<DynamicTest> with =
        TROUBLES.stream().map(one -> dynamicTest(one.name() + ", with bindings", () -> hold(one)));
    DynamicTest between =
        dynamicTest(
            "without bindings packages come and go all the same",
            () -> {
              host.must(WITHOUT_BINDINGS);
              assertTrue(!host.holds("python3 -c 'import dnf'"));
              assertEquals(0, dnf("{name: pcs}").status());
              host.must("rpm -q pcs");
              assertEquals(0, dnf("{name: pcs, state: absent, autoremove: true}").status());
              assertTrue(!host.holds("rpm -q pcs"));
            });
    int again = Profile.count("troubles of dnf on a host without bindings", 2, TROUBLES.size());
    Stream<DynamicTest> without =
        TROUBLES.stream()
            .limit(again)
            .map(one -> dynamicTest(one.name() + ", without", () -> hold(one)));
    return Stream.of(with, Stream.of(between), without).flatMap(all -> all);
  }

  private static void hold(Trouble trouble) throws IOException {
    host.must(trouble.before());
    try {
      String was = host.must(STATE);
      Result run = dnf(trouble.task());
      assertEquals(2, run.status(), run::all);
      assertTrue(run.all().contains(trouble.says()), run::all);
      assertEquals(was, host.must(STATE), run::all);
    } finally {
      host.run(trouble.after());
    }
  }

  private static Result dnf(String args) throws IOException {
    Path playbook = lab.folder().resolve("dnf-task.yml");
    Files.writeString(playbook, "- hosts: all\n  tasks:\n    - dnf: " + args + "\n");
    return lab.engine("-i", inventory.toString(), playbook.toString());
  }
}
