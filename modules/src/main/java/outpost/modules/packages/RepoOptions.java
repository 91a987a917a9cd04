package outpost.modules.packages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outpost.api.Arg;
import outpost.api.Secret;

/** Settings of a repository of RPM packages that stand in its file as they are written here. */
public record RepoOptions(
    @Arg("How much of the network it may take: bytes a second, `10M` or `50%`.")
        Optional<String> bandwidth,
    @Arg("How dear it is beside others; dnf takes 1000 if nobody says.") Optional<Integer> cost,
    @Arg("Whether hosts are counted when they fetch metadata.") Optional<Boolean> countme,
    @Arg("How large delta metadata may be, in percent.")
        Optional<Integer> deltarpmMetadataPercentage,
    @Arg("How large delta packages may be, in percent; 0 for none.")
        Optional<Integer> deltarpmPercentage,
    @Arg("Whether its groups of packages are used.") Optional<Boolean> enablegroups,
    @Arg(value = "Packages of it that are not taken.", def = "[]", alias = "excludepkgs")
        List<String> exclude,
    @Arg("In which order URLs are tried: `roundrobin` or `priority`.")
        Optional<String> failovermethod,
    @Arg("Where the key is that keys are signed with.") Optional<String> gpgcakey,
    @Arg("What HTTP caches may keep: `all`, `packages` or `none`.") Optional<String> httpCaching,
    @Arg("A file whose settings count as well.") Optional<String> include,
    @Arg(value = "Packages of it that alone are taken.", def = "[]") List<String> includepkgs,
    @Arg("Which addresses are used: `4`, `6`, `IPv4`, `IPv6` or `whatever`.")
        Optional<String> ipResolve,
    @Arg("Whether connections are kept open.") Optional<Boolean> keepalive,
    @Arg("Whether packages are kept after they are installed.") Optional<Boolean> keepcache,
    @Arg("For how long metadata is new: seconds, `6h`, `2d` or `never`.")
        Optional<String> metadataExpire,
    @Arg("Which commands take metadata that is older.") Optional<String> metadataExpireFilter,
    @Arg("For how long the list of mirrors is new.") Optional<String> mirrorlistExpire,
    @Arg("Whether module streams do not hide its packages.") Optional<Boolean> moduleHotfixes,
    @Arg("The password for the repository.") Optional<Secret> password,
    @Arg("Which repositories come first; 1 before 99.") Optional<Integer> priority,
    @Arg("Whether its packages are protected from those of others.") Optional<Boolean> protect,
    @Arg("The proxy, or `_none_`.") Optional<String> proxy,
    @Arg("The password for the proxy.") Optional<Secret> proxyPassword,
    @Arg("The user of the proxy.") Optional<String> proxyUsername,
    @Arg("Whether the signature of metadata is verified.") Optional<Boolean> repoGpgcheck,
    @Arg("How often fetching is tried; 0 for ever.") Optional<Integer> retries,
    @Arg("Whether its URLs are of Amazon S3.") Optional<Boolean> s3Enabled,
    @Arg("Whether dnf goes on without it where it cannot be read.")
        Optional<Boolean> skipIfUnavailable,
    @Arg("Whether the permissions of certificates are looked at.")
        Optional<Boolean> sslCheckCertPermissions,
    @Arg(value = "The certificates that are trusted.", alias = "ca_cert")
        Optional<String> sslcacert,
    @Arg(value = "The certificate to show.", alias = "client_cert") Optional<String> sslclientcert,
    @Arg(value = "The key of that certificate.", alias = "client_key")
        Optional<String> sslclientkey,
    @Arg(value = "Whether certificates are verified.", alias = "validate_certs")
        Optional<Boolean> sslverify,
    @Arg("How much of the bandwidth it may take.") Optional<String> throttle,
    @Arg("After how many seconds a connection is given up.") Optional<Integer> timeout,
    @Arg("Variables by which a name of it is told from others.") Optional<String> uiRepoidVars,
    @Arg("The user for the repository.") Optional<String> username) {

  /** Whether the file holds something that is not to be shown. */
  boolean secret() {
    return password.isPresent() || proxyPassword.isPresent();
  }

  /** Returns the settings that somebody gave, by the names they have in the file. */
  Map<String, String> settings() {
    Map<String, Optional<?>> all = new TreeMap<>();
    all.put("bandwidth", bandwidth);
    all.put("cost", cost);
    all.put("countme", countme);
    all.put("deltarpm_metadata_percentage", deltarpmMetadataPercentage);
    all.put("deltarpm_percentage", deltarpmPercentage);
    all.put("enablegroups", enablegroups);
    all.put("exclude", words(exclude));
    all.put("failovermethod", failovermethod);
    all.put("gpgcakey", gpgcakey);
    all.put("http_caching", httpCaching);
    all.put("include", include);
    all.put("includepkgs", words(includepkgs));
    all.put("ip_resolve", ipResolve);
    all.put("keepalive", keepalive);
    all.put("keepcache", keepcache);
    all.put("metadata_expire", metadataExpire);
    all.put("metadata_expire_filter", metadataExpireFilter);
    all.put("mirrorlist_expire", mirrorlistExpire);
    all.put("module_hotfixes", moduleHotfixes);
    all.put("password", password.map(Secret::revealText)); // it stands in the file
    all.put("priority", priority);
    all.put("protect", protect);
    all.put("proxy", proxy);
    all.put("proxy_password", proxyPassword.map(Secret::revealText)); // it stands in the file
    all.put("proxy_username", proxyUsername);
    all.put("repo_gpgcheck", repoGpgcheck);
    all.put("retries", retries);
    all.put("s3_enabled", s3Enabled);
    all.put("skip_if_unavailable", skipIfUnavailable);
    all.put("ssl_check_cert_permissions", sslCheckCertPermissions);
    all.put("sslcacert", sslcacert);
    all.put("sslclientcert", sslclientcert);
    all.put("sslclientkey", sslclientkey);
    all.put("sslverify", sslverify);
    all.put("throttle", throttle);
    all.put("timeout", timeout);
    all.put("ui_repoid_vars", uiRepoidVars);
    all.put("username", username);
    Map<String, String> settings = new TreeMap<>();
    all.forEach((key, value) -> value.ifPresent(is -> settings.put(key, written(is))));
    return settings;
  }

  static String written(Object value) {
    return value instanceof Boolean yes ? yes ? "1" : "0" : String.valueOf(value);
  }

  private static Optional<String> words(List<String> words) {
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
  }
}
