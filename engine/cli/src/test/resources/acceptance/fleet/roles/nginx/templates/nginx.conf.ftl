worker_processes ${nginx_worker_processes};
events { worker_connections 1024; }
http {
  include /etc/nginx/conf.d/*.conf;
}
