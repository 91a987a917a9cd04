<#list limits_entries?sort_by('domain') as entry>
${entry.domain} ${entry.type} ${entry.item} ${entry.value}
</#list>
