%operators ALL=(root) /usr/bin/systemctl restart sshd
