user=$(id -u)
if has getent; then say user "$(getent passwd "$user" 2>/dev/null)"
else
  while IFS= read -r line || [ -n "$line" ]; do
    rest=${line#*:*:}
    [ "${rest%%:*}" = "$user" ] && say user "$line" && break
  done </etc/passwd
fi
say user_id "$(id -un 2>/dev/null)"
say ids "$(id -ru) $(id -u) $(id -rg) $(id -g)"
