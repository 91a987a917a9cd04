[Service]
Type=oneshot
User=postgres
ExecStart=/bin/sh -c '${backup_command} | gzip > ${backup_dir}/all.gz'
