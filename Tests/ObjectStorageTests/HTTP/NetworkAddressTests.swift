import Testing

@testable import ObjectStorage

@Suite("Addresses of the network")
struct NetworkAddressTests {
  @Test(
    "are not public, however they are written",
    arguments: [
      // This machine, in the spellings that resolvers take.
      "127.0.0.1", "127.1", "0177.0.0.1", "127.0x0.0.1", "0x7F000001", "2130706433", "017700000001",
      "127%2e0.0.1", "%31%32%37.0.0.1", "127.0.0.1.", "0.0.0.0", "0", "[::1]", "[::]",
      "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]",
      // Private networks, carriers, links.
      "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
      "100.127.255.255", "169.254.169.254", "0xA9FEA9FE", "[fe80::1]", "[fe80::1%25eth0]",
      "[febf::1]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[fdff::1]",
      // Groups, documentation, benchmarks, reserved.
      "224.0.0.1", "239.255.255.255", "255.255.255.255", "240.0.0.1", "192.0.0.1", "192.0.2.1",
      "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "[ff02::1]",
      "[2001:db8::1]", "[3fff::1]", "[100::1]", "[5f00::1]", "[4000::1]",
      // Addresses that hold others.
      "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::808:808]", "[2002:7f00:1::]",
      "[2002:a00:1::1]", "[2002:c0a8:101::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
      "[2606:4700::5efe:10.0.0.1]", "[2606:4700::200:5efe:127.0.0.1]",
    ])
  func notPublic(host: String) throws {
    let address = try #require(NetworkAddress(literal: host))
    #expect(!address.isPublic, "\(address.text)")
  }

  @Test(
    "are public",
    arguments: [
      "8.8.8.8", "1.1.1.1", "52.218.0.1", "0x08080808", "134744072", "9.255.255.255", "11.0.0.1",
      "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "192.169.0.1",
      "169.253.0.1", "169.255.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
      "[2606:4700::1111]", "[2a00:1450::1]", "[::ffff:8.8.8.8]", "[64:ff9b::8.8.8.8]",
      "[2002:808:808::1]", "[2001:200::1]",
    ])
  func isPublic(host: String) throws {
    let address = try #require(NetworkAddress(literal: host))
    #expect(address.isPublic, "\(address.text)")
  }

  @Test("are no names", arguments: ["localhost", "a.b", "127.0.0.1.example.org", "", "[x]", "%zz"])
  func names(host: String) {
    #expect(NetworkAddress(literal: host) == nil)
  }

  @Test(
    "of a link",
    arguments: ["169.254.169.254", "[::ffff:169.254.1.1]", "[fe80::1]", "[fd00:ec2::254]"])
  func linkLocal(host: String) throws {
    #expect(try #require(NetworkAddress(literal: host)).isLinkLocal)
  }
}

@Suite("Servers that may be at any address")
struct AllowedOriginsTests {
  private func reach(
    _ url: String, named: [String] = [], hosts: [String] = []
  ) throws -> NetworkReach {
    func origin(_ url: String) -> Origin? {
      WebAddress(url).flatMap { Origin(scheme: $0.scheme, authority: $0.host) }
    }
    let allowed = AllowedOrigins(hosts: hosts)
    for url in named { allowed.add(try #require(origin(url))) }
    return allowed.reach(of: origin(url))
  }

  @Test func `are those with the scheme, host and port that the user named`() throws {
    let named = ["http://data.example:8080/", "https://DATA.example./"]
    #expect(try reach("http://data.example:8080/x", named: named) == .notLinkLocal)
    #expect(try reach("https://data.example:443/", named: named) == .notLinkLocal)
    for other in [
      "http://data.example/", "https://data.example:8080/", "http://data.example:8081/",
      "http://other.example:8080/", "http://data.example.evil.example:8080/", "http://x:99999/",
    ] {
      #expect(try reach(other, named: named) == .publicOnly, "\(other)")
    }
  }

  @Test func `are the hosts of an option, with their port if it has one`() throws {
    let hosts = ["a.example", "b.example:81", "fd00::1", "[fd00::2]:82"]
    for url in [
      "http://a.example/", "https://a.example:9/", "http://b.example:81/", "http://[fd00::1]:7/",
      "http://[fd00::2]:82/",
    ] {
      #expect(try reach(url, hosts: hosts) == .anywhere, "\(url)")
    }
    for url in ["http://b.example/", "http://[fd00::2]/", "http://c.a.example/"] {
      #expect(try reach(url, hosts: hosts) == .publicOnly, "\(url)")
    }
  }

  @Test func `are Amazon's, since only the user's network gives them private addresses`() throws {
    #expect(try reach("https://b.s3.us-west-2.amazonaws.com/") == .notLinkLocal)
    for url in [
      "http://b.s3.us-west-2.amazonaws.com/", "https://b.s3.us-west-2.amazonaws.com:444/",
      "https://b.s3.us-west-2.amazonaws.com.evil.example/",
    ] {
      #expect(try reach(url) == .publicOnly, "\(url)")
    }
  }

  @Test(
    "hosts that tell by themselves that they are not public",
    arguments: [
      "localhost", "x.localhost", "LOCALHOST.", "local%68ost", "localhost%2e", "127.0.0.1%2E",
      "ip6-localhost", "127.1", "[::1]",
    ])
  func plainlyLocal(host: String) throws {
    #expect(try #require(Origin(scheme: "http", authority: host + ":80")).isPlainlyLocal)
  }
}

@Suite("Proxies of the environment")
struct ProxySettingsTests {
  private func proxy(_ url: String, _ environment: [String: String]) throws -> String? {
    let address = try #require(WebAddress(url))
    let origin = try #require(Origin(scheme: address.scheme, authority: address.host))
    return ProxySettings(environment: { environment[$0] }).proxy(for: origin)
  }

  @Test func `are chosen by the scheme`() throws {
    let all = ["http_proxy": "p:1", "HTTPS_PROXY": "p:2", "ALL_PROXY": "p:3"]
    #expect(try proxy("http://a/", all) == "p:1")
    #expect(try proxy("https://a/", all) == "p:2")
    #expect(try proxy("http://a/", ["HTTP_PROXY": "p:1"]) == nil)
    #expect(try proxy("https://a/", ["all_proxy": "p:3"]) == "p:3")
    #expect(try proxy("https://a/", ["https_proxy": ""]) == nil)
  }

  @Test func `have exceptions`() throws {
    func isDirect(_ url: String, _ exceptions: String) throws -> Bool {
      try proxy(url, ["all_proxy": "p", "no_proxy": exceptions]) == nil
    }
    #expect(try isDirect("http://a.example/", "*"))
    #expect(try isDirect("http://a.example/", "x, .EXAMPLE"))
    #expect(try isDirect("http://example/", ".example"))
    #expect(try isDirect("http://10.1.2.3/", "10.0.0.0/8"))
    #expect(try isDirect("http://10.1.2.3:80/", "10.1.2.3"))
    #expect(try isDirect("http://[fd00::1]/", "[fd00::1]"))
    #expect(try !isDirect("http://badexample/", "example"))
    #expect(try !isDirect("http://11.1.2.3/", "10.0.0.0/8"))
    #expect(try !isDirect("http://a/", ""))
  }
}
