[${repo.name}]
name=${repo.title}
baseurl=${repo.url}
gpgcheck=${repo.check?then(1, 0)}
