<#list chrony_servers as server>
server ${server} iburst
</#list>
makestep ${chrony_makestep}
<#list chrony_allow as network>
allow ${network}
</#list>
logdir ${chrony_log_dir}
