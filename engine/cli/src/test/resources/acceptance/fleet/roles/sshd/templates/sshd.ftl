Port ${sshd_port}
PermitRootLogin ${sshd_permit_root}
PasswordAuthentication ${sshd_password_authentication?then('yes', 'no')}
<#if sshd_allow_groups?has_content>
AllowGroups ${sshd_allow_groups?join(' ')}
</#if>
<#if sshd_banner?has_content>
Banner /etc/issue.net
</#if>
<#list sshd_settings as key, value>
${key} ${value}
</#list>
