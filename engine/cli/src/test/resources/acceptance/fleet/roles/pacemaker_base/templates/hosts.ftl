<#list cluster_nodes as node>
${(hostvars[node].ansible_host)!node} ${node}
</#list>
