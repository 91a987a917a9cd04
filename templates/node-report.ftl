<#-- What pacemaker_verify saw of each node, one check per line; what is wrong with it is below. -->
<#list evidence as node, checks>
${node}
<#list checks as check, seen>
  ${check?right_pad(28)} ${seen}
</#list>
<#list (faults!{})[node]![] as fault>
  WRONG ${fault}
</#list>
</#list>
