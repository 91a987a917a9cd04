for folder in /etc/ssh /etc/openssh /etc; do
  found=
  for algorithm in dsa rsa ecdsa ed25519; do
    [ -r "$folder/ssh_host_${algorithm}_key.pub" ] || continue
    first "ssh_key.$algorithm" "$folder/ssh_host_${algorithm}_key.pub"
    found=yes
  done
  [ -n "$found" ] && break
done
