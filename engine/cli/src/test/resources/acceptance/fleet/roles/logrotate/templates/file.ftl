${item.value.path} {
  ${item.value.every}
  rotate ${item.value.keep}
  missingok
<#if item.value.signal??>
  postrotate
    systemctl kill -s HUP ${item.value.signal}
  endscript
</#if>
}
