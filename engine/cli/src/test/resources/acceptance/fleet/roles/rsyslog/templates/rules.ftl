<#list rsyslog_rules as selector, file>
${selector?right_pad(20)} ${file}
</#list>
