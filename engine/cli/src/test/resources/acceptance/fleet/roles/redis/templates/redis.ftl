bind ${redis_bind}
maxmemory ${redis_memory_mb}mb
<#if redis_password?has_content>
requirepass ${redis_password}
</#if>
