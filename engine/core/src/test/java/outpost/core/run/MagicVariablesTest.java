package outpost.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagicVariablesTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          inventory_hostname                | h1
          inventory_hostname_short          | h1
          inventory_file                    | DIR/hosts.ini
          inventory_dir                     | DIR
          groups.web?join(',')              | h1,h2,h3
          group_names?join(',')             | web
          hostvars.h2.inventory_hostname    | h2
          playbook_dir                      | DIR
          role_name                         | inner
          ansible_role_name                 | inner
          role_path                         | DIR/roles/inner
          ansible_parent_role_names?join(',') | outer
          ansible_parent_role_paths?join(',') | DIR/roles/outer
          ansible_play_role_names?join(',') | outer
          ansible_role_names?join(',')      | outer
          ansible_search_path[0]            | DIR/roles/inner
          ansible_play_name                 | a play
          ansible_play_hosts?join(',')      | h1,h2
          ansible_play_hosts_all?join(',')  | h1,h2
          ansible_play_batch?join(',')      | h1,h2
          ansible_limit                     | h1,h2
          ansible_run_tags?join(',')        | all
          ansible_skip_tags?join(',')       | slow
          ansible_check_mode?c              | false
          ansible_diff_mode?c               | false
          ansible_verbosity                 | 0
          ansible_forks                     | 5
          ansible_inventory_sources[0]      | DIR/hosts.ini
          ansible_managed                   | managed by Outpost
          ansible_version.full              | 2.18.0
          ansible_version.minor             | 18
          ansible_loop_var                  | item
          ansible_index_var                 | at
          at                                | 0
          """)
  void tells(String expression, String value) {
    Playbooks playbooks =
        new Playbooks(folder).limit("h1,h2").tags(List.of("all"), List.of("slow"));
    playbooks.write(
        "roles/inner/tasks/main.yml",
        "- {debug: {msg: \"${" + expression + "}\"}, loop: [x], loop_control: {index_var: at}}\n");
    playbooks.write("roles/outer/tasks/main.yml", "- include_role: {name: inner}\n");
    List<String> told =
        playbooks.run("- {name: a play, hosts: all, gather_facts: no, roles: [outer]}\n");
    assertEquals("", playbooks.problems);
    assertEquals(
        "debug h1[x] ok [" + value.replace("DIR", folder.toString()) + "]",
        told.stream().filter(line -> line.startsWith("debug h1[")).findFirst().orElse(""));
  }
}
