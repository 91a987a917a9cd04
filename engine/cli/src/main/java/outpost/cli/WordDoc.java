package outpost.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outpost.core.language.KeywordDoc;

/** The manual of a keyword. */
record WordDoc(KeywordDoc keyword) implements Doc {

  @Override
  public String name() {
    return keyword.word();
  }

  @Override
  public String sentence() {
    return keyword.doc();
  }

  @Override
  public List<String> page(DocText text) {
    return List.of(
        text.title(keyword.word()),
        "",
        keyword.doc(),
        "It stands in: " + String.join(", ", keyword.levels()) + ".");
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", keyword.word());
    json.put("doc", keyword.doc());
    json.put("levels", keyword.levels());
    return json;
  }
}
