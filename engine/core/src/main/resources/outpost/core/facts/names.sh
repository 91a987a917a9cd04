# as socket.getfqdn(3py): the name of the address of the name
name=$(uname -n)
say node "$name"
address=
if has getent; then
  address=$($limit getent ahosts "$name" 2>/dev/null) || address=
  address=${address%% *}
  [ -n "$address" ] && say resolved "$($limit getent hosts "$address" 2>/dev/null)"
fi
[ -n "$address" ] || say fqdn "$($limit hostname -f 2>/dev/null)"
