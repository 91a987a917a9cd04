package outpost.core.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds Jinja2 in a template file, which would be installed as it is, and spells it in ours. */
final class JinjaFile {
  private static final Pattern OURS =
      Pattern.compile(
          "(?s)<#noparse>.*?</#noparse>|<#--.*?-->|\\$\\{('[^']*'|\"[^\"]*\"|[^}'\"])*}");
  private static final Pattern TAG =
      Pattern.compile("(?s)\\{%[-+]?\\s*(?<word>\\w+)\\s*(?<rest>.*?)\\s*[-+]?%}");
  private static final Pattern FOR = Pattern.compile("(?s)(\\w+)\\s+in\\s+(.+)");
  private static final Pattern SET = Pattern.compile("(?s)(\\w+)\\s*=\\s*(.+)");
  private static final Pattern COMMENT = Pattern.compile("(?s)\\{#(.*?)#}");
  private static final String AS_IT_IS =
      "what is to stay as it is goes between `<#noparse>` and `</#noparse>`";

  private JinjaFile() {}

  /**
   * Returns the pieces of Jinja2 in a file.
   *
   * @param name the file's: one that ends in {@code .j2} is no other language's
   */
  static List<Jinja.Found> find(String name, String text) {
    boolean surely = name.toLowerCase(Locale.ROOT).endsWith(".j2");
    if (!surely && !looksLikeIt(text)) return List.of();
    String rest = OURS.matcher(text).replaceAll(match -> " ".repeat(match.group().length()));
    List<Jinja.Found> found = new ArrayList<>();
    StringBuilder plain = new StringBuilder(rest);
    Matcher tag = TAG.matcher(rest);
    while (tag.find()) {
      String hint =
          directive(tag.group("word"), tag.group("rest"))
              .map(translated -> "write `" + translated + "`")
              .orElse("directives are written `<#if …>`, `<#list … as x>`, `<#assign x = …>`");
      List<String> hints = List.of(hint, AS_IT_IS);
      found.add(new Jinja.Found(tag.start(), tag.end(), "`{% %}` is Jinja2", hints));
      blank(plain, tag.start(), tag.end());
    }
    Matcher comment = COMMENT.matcher(rest);
    while (surely && comment.find()) {
      String hint = "write `<#--" + comment.group(1) + "-->`";
      if (hint.contains("\n")) hint = "comments are written `<#-- … -->`";
      List<String> hints = List.of(hint, AS_IT_IS);
      found.add(new Jinja.Found(comment.start(), comment.end(), "`{# #}` is Jinja2", hints));
      blank(plain, comment.start(), comment.end());
    }
    for (Jinja.Found one : Jinja.find(plain.toString())) {
      List<String> hints = new ArrayList<>(one.hints());
      hints.add(AS_IT_IS);
      found.add(new Jinja.Found(one.from(), one.to(), one.message(), hints));
    }
    return found;
  }

  /** Whether a file of any other name can be nothing else. */
  private static boolean looksLikeIt(String text) {
    return (text.contains("{% ") || text.contains("{{ "))
        && !text.contains("${")
        && !text.contains("<#");
  }

  private static void blank(StringBuilder text, int from, int to) {
    text.replace(from, to, " ".repeat(to - from));
  }

  private static Optional<String> directive(String word, String rest) {
    return switch (word) {
      case "if" -> Jinja.translate(rest, true).map(test -> "<#if " + test + ">");
      case "elif" -> Jinja.translate(rest, true).map(test -> "<#elseif " + test + ">");
      case "else" -> Optional.of("<#else>");
      case "endif" -> Optional.of("</#if>");
      case "endfor" -> Optional.of("</#list>");
      case "endraw" -> Optional.of("</#noparse>");
      case "raw" -> Optional.of("<#noparse>");
      case "include" -> Jinja.translate(rest, false).map(name -> "<#include " + name + ">");
      case "for" -> {
        Matcher loop = FOR.matcher(rest);
        yield loop.matches()
            ? Jinja.translate(loop.group(2), false)
                .map(list -> "<#list " + list + " as " + loop.group(1) + ">")
            : Optional.empty();
      }
      case "set" -> {
        Matcher set = SET.matcher(rest);
        yield set.matches()
            ? Jinja.translate(set.group(2), false)
                .map(value -> "<#assign " + set.group(1) + " = " + value + ">")
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }
}
