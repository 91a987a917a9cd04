*.* ${(rsyslog_protocol == 'tcp')?then('@@', '@')}${rsyslog_target}:${rsyslog_target_port}
