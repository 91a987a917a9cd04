# part ${number} of ${inventory_hostname}
[part-${number}]
name = ${project}
owner = ${owner.name}
mail = ${owner.mail}
path = /srv/${project}/${number}
listen = ${owner.name}.example.org:${number}
