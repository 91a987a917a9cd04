package outpost.core.template;

import freemarker.core.Bridge;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Evaluates parts of an expression where it stands, to find out what is wrong with it. */
interface Look {

  /** Returns the value of a part; null for what is missing. */
  TemplateModel eval(Term term, List<Bridge.Local> locals) throws TemplateException;

  /** Returns the names that are visible there. */
  Set<String> names();

  /** Returns why a lazy variable or field of this name had no value, if that was so. */
  Optional<EvaluationFailed> whyMissing(String name);
}
