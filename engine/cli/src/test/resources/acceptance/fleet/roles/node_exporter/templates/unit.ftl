[Unit]
Description=Metrics of ${inventory_hostname}

[Service]
User=${node_exporter_user}
ExecStart=/usr/bin/node_exporter --web.listen-address=:${node_exporter_port}<#list node_exporter_collectors as c> --collector.${c}</#list>

[Install]
WantedBy=multi-user.target
