listen_addresses = '${postgresql_listen?join(',')}'
<#list postgresql_settings as name, value>
${name} = ${value}
</#list>
