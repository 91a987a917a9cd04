package outpost.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.core.template.FunctionDoc;

/** The manual of a filter, a test or a lookup. */
record FunctionPage(FunctionDoc function) implements Doc {

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public String sentence() {
    return function.sentence();
  }

  @Override
  public List<String> page(DocText text) {
    List<String> lines = new ArrayList<>();
    lines.add(text.title(function.usage()));
    lines.add("");
    lines.addAll(DocText.wrapped(function.sentence(), 0));
    lines.add("");
    lines.add(text.title("Example"));
    function.example().lines().forEach(line -> lines.add("  " + line));
    if (function.result().isEmpty()) return lines;
    lines.add(text.title("gives"));
    function.result().lines().forEach(line -> lines.add("  " + line));
    return lines;
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", function.name());
    json.put("usage", function.usage());
    json.put("doc", function.sentence());
    json.put("example", function.example());
    json.put("result", function.result());
    return json;
  }
}
