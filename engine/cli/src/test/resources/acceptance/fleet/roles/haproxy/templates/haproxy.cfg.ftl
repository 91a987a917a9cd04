frontend web
  bind :${haproxy_port}
  default_backend app
backend app
  balance ${haproxy_balance}
<#list haproxy_backends as backend>
  server ${backend.name} ${backend.address}:${backend.port} check inter ${haproxy_check_interval}
</#list>
<#if haproxy_stats.enabled>
listen stats
  bind :${haproxy_stats.port}
</#if>
