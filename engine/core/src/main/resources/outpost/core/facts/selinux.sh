first selinux_enforce /sys/fs/selinux/enforce
first selinux_policy /sys/fs/selinux/policyvers
some selinux_config '^SELINUX(TYPE)?=' /etc/selinux/config
