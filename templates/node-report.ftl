<#-- What pacemaker_verify saw of each node, one check per line. -->
<#list evidence as node, checks>
${node}
<#list checks as check, seen>
  ${check?right_pad(28)} ${seen}
</#list>
</#list>
