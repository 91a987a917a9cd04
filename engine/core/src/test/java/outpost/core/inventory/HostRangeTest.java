package outpost.core.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web | web |",
        "web[1:3] | web1 web2 web3 |",
        "db[01:03]-x | db01-x db02-x db03-x |",
        "db[08:12:2] | db08 db10 db12 |",
        "[a:c].example.com | a.example.com b.example.com c.example.com |",
        "[a:e:2] | a c e |",
        "r[1:2]n[a:b] | r1na r1nb r2na r2nb |",
        "10.0.[0:1].1 | 10.0.0.1 10.0.1.1 |",
        "x[:2] | x0 x1 x2 |",
        "web:2222 | web | 2222",
        "web[1:2]:2222 | web1 web2 | 2222",
        "10.0.0.1:22 | 10.0.0.1 | 22",
        "2001:db8::1 | 2001:db8::1 |",
        "::1 | ::1 |",
        "[2001:db8::1]:22 | 2001:db8::1 | 22",
        "[fe80::1%eth0] | fe80::1%eth0 |",
      })
  void standsForItsHosts(String written, String names, String port) {
    HostRange range = HostRange.read(written);
    assertEquals(Optional.empty(), range.mistake());
    assertEquals(List.of(names.split(" ")), range.names());
    assertEquals(Optional.ofNullable(port), range.port());
  }
}
