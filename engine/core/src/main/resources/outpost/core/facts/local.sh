case $fact_path in "~/"*) fact_path=$HOME/${fact_path#"~/"} ;; esac
for path in "$fact_path"/*.fact; do
  [ -e "$path" ] || continue
  name=${path##*/}
  say local "file ${name%.fact}"
  if [ -d "$path" ]; then say local "error it is a folder"; say local "status 1"
  elif [ -x "$path" ]; then
    # what it writes on standard error comes first, in lines without our key
    { out=$($limit "$path" </dev/null); say local "status $?"; printf '%s\n' "$out" | while IFS= read -r line; do say local "line $line"; done; } 2>&1 |
      while IFS= read -r line || [ -n "$line" ]; do
        case $line in local=*) printf '%s\n' "$line" ;; *) say local "error $line" ;; esac
      done
  elif [ -r "$path" ]; then
    while IFS= read -r line || [ -n "$line" ]; do say local "line $line"; done <"$path"
  else
    say local "error it cannot be read"; say local "status 1"
  fi
done
