import Testing

@testable import RegistryMirrors

@Suite("Maps of several mirrors")
struct MapsByMirrorTests {
  private func maps(
    _ texts: [String], _ mirrors: [String]
  ) throws -> [[String]] {
    let maps = try MapsByMirror(texts, mirrors: mirrors)
    return mirrors.map { maps.texts(of: $0) }
  }

  @Test func `belong to the mirror below whose address they lead`() throws {
    let (one, two) = ("s3://a/=s3://c1/", "s3://a/=s3://c2/x/")
    #expect(try maps([one, two], ["s3://c1/", "s3://c2/x"]) == [[one], [two]])
    #expect(try maps([one, two], ["s3://c1/", "s3://c2/"]) == [[one], [two]])
    // The longest address decides, and c1 is no start of c10.
    let three = "s3://a/=s3://c10/"
    #expect(try maps([two, three], ["s3://c2/", "s3://c2/x/"]) == [[three], [two, three]])
    #expect(try maps([three], ["s3://c1", "s3://c10"]) == [[], [three]])
  }

  @Test func `belong to every mirror if they lead to none`() throws {
    let map = "s3://a/=s3://b/"
    #expect(try maps([map], ["one", "s3://c/"]) == [[map], [map]])
    #expect(try maps([map], ["s3://b/"]) == [[map]])
  }

  @Test func `belong to the mirror that they name`() throws {
    let map = "s3://a/=s3://b/"
    let texts = ["one:\(map)", "two/:s3://a/=s3://c/", "s3://d/=s3://e/"]
    #expect(
      try maps(texts, ["one", "two/"]) == [
        [map, "s3://d/=s3://e/"], ["s3://a/=s3://c/", "s3://d/=s3://e/"],
      ])
    #expect(try maps(["s3://c/:s3://a/=s3://x/"], ["s3://c/", "d"]) == [["s3://a/=s3://x/"], []])
    // A directory that is called s3 does not take addresses.
    #expect(try maps([map], ["s3", "other"]) == [[map], [map]])
  }

  @Test func `are refused if they are of another form`() throws {
    #expect(throws: MirrorError.self) { _ = try MapsByMirror(["s3://a=s3://b"], mirrors: ["x"]) }
  }
}
