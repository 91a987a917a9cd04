for program in /usr/bin/python3 /usr/libexec/platform-python python3 /usr/bin/python2 python2 python; do
  program=$(command -v $program) || continue
  "$program" -c '
import sys
try:
    import ssl
    ssl.create_default_context
    context = "yes"
except Exception:
    context = "no"
kind = getattr(getattr(sys, "implementation", None), "name", None) or "cpython"
for pair in (("executable", sys.executable), ("ssl", context), ("type", kind),
             ("version", " ".join([str(part) for part in sys.version_info]))):
    print("python." + "=".join(pair))' 2>/dev/null && break
done
