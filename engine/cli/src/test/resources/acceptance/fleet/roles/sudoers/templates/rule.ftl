${rule.who} ALL=(ALL) <#if !rule.password>NOPASSWD: </#if>${rule.commands?join(', ')}
