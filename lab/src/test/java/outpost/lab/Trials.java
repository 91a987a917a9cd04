package outpost.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tries many examples on one ground, in one run of the engine on one host. What does not keep the
 * laws there, because of what others have done to the host before it or by itself, is tried once
 * more on a host of its own, and that counts.
 */
final class Trials {
  /** As many as a run of the engine comes to its end with, however busy the machine is. */
  private static final int PART = 40;

  private final Lab lab;
  private final Ground ground;
  private final Map<Example, Throwable> broken = new LinkedHashMap<>();
  private final List<Example> disturbed = new ArrayList<>();

  Trials(Lab lab, Ground ground) {
    this.lab = lab;
    this.ground = ground;
  }

  /** Examples that keep the laws on a host of their own only. */
  List<Example> disturbed() {
    return disturbed;
  }

  /** Tries them all, and returns those that break a law. */
  Map<Example, Throwable> of(List<Example> examples) {
    List<Example> left = examples.stream().filter(example -> !example.alone()).toList();
    List<Example> single = new ArrayList<>(examples.stream().filter(Example::alone).toList());
    while (!left.isEmpty()) {
      Map<Example, Throwable> wrong = new LinkedHashMap<>();
      List<Example> part = left.subList(0, Math.min(PART, left.size()));
      List<Example> unreached = new ArrayList<>(together(part, wrong));
      boolean stuck = unreached.size() == part.size();
      single.addAll(wrong.keySet());
      disturbed.addAll(wrong.keySet());
      if (stuck) single.addAll(unreached);
      List<Example> rest = left.subList(part.size(), left.size());
      left = new ArrayList<>(stuck ? List.of() : unreached);
      left.addAll(rest);
    }
    for (Example example : single) {
      Map<Example, Throwable> wrong = new LinkedHashMap<>();
      if (!together(List.of(example), wrong).isEmpty()) {
        throw new AssertionError("nothing told: " + example.title());
      }
      broken.putAll(wrong);
      if (!wrong.isEmpty()) disturbed.remove(example);
    }
    return broken;
  }

  /**
   * Tries some on a new host, as long as it can be reached.
   *
   * @param wrong gets those that break a law
   * @return those that it did not come to
   */
  private List<Example> together(List<Example> examples, Map<Example, Throwable> wrong) {
    Host host = ground.boot(lab);
    try {
      Map<String, String> words = new TreeMap<>();
      words.put("remote1", host.name());
      words.put("198.18.5.41", host.address());
      List<Trial> trials = new ArrayList<>();
      StringBuilder playbook = new StringBuilder("- hosts: remotes\n  become: true\n  tasks:\n");
      for (int i = 0; i < examples.size(); i++) {
        Trial trial = new Trial(examples.get(i).with(words), i + 1);
        trials.add(trial);
        playbook.append(trial.tasks());
      }
      Path inventory = lab.inventory(ground.word() + ".yml", ground.login(), host);
      Path folder = lab.folder().resolve("laws-" + ground.word());
      String file = Example.playbook(folder, "examples.yml", playbook.toString()).toString();
      String[] engine = {
        "-i", inventory.toString(), "-e", "ansible_timeout=60", "--output", "jsonl", file
      };
      List<String> secrets = trials.stream().flatMap(trial -> trial.secrets().stream()).toList();
      Result run;
      List<String> seen = List.of();
      if (secrets.isEmpty()) {
        run = lab.engine(engine);
      } else {
        try (ProcessWatch watch = host.watchProcesses()) {
          run = lab.engine(engine);
          seen = watch.seen();
        }
      }
      Map<String, Told> told = Told.eachBy(run);
      List<Example> unreached = new ArrayList<>();
      for (int i = 0; i < examples.size(); i++) {
        Trial trial = trials.get(i);
        if (examples.size() > 1 && !trial.hasBegun(told)) {
          unreached.add(examples.get(i));
          continue;
        }
        try {
          trial.judge(told, run);
          trial.assertHidden(seen);
        } catch (AssertionError e) {
          wrong.put(examples.get(i), e);
        }
      }
      return unreached;
    } finally {
      lab.remove(host);
    }
  }
}
