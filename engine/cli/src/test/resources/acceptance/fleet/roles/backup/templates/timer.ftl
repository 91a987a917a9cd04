[Timer]
OnCalendar=*-*-* ${backup_at}
[Install]
WantedBy=timers.target
