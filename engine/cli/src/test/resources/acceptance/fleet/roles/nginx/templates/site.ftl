server {
  server_name ${site.server_name};
  root ${site.root};
<#list site.locations as location>
  location ${location.path} {
    proxy_pass ${location.upstream};
  }
</#list>
}
