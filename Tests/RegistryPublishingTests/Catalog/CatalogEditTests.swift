import Formats
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Edits of a catalog", .temporaryFolder)
struct CatalogEditTests {
  static let catalog = """
    {"version": "1.1", "name": "A bucket", "contact": "c@example.org", "endpoint": "s3://b/",
     "status": {"code": 1200, "message": "OK"}, "catalog": [
      {"id": "one", "index": "s3://b/index/", "title": "One", "start": "2020-01-01T00:00:00Z",
       "stop": "2020-12-31T00:00:00Z", "modification": "2021-01-01T00:00:00Z",
       "indextype": "csv", "filetype": "cdf", "grade": 1.50}]}
    """
  static let two = catalog.replacing("\"one\"", with: "\"two\"")

  private var folder: TemporaryFolder { TemporaryFolder.current }

  static func document(_ text: String) throws -> Document { try JSONParser.parse(Array(text.utf8)) }

  /// The difference that an edit makes in a catalog, or the message of its refusal.
  private func difference(_ edit: CatalogEdit) throws -> String {
    let document = try Self.document(Self.catalog)
    do throws(CatalogEdit.Refusal) {
      guard let text = try edit.text(of: document.root) else { return "" }
      return CatalogDifference(from: document, to: try Self.parse(text)).text
    } catch {
      return error.message
    }
  }

  private static func parse(_ bytes: [UInt8]) throws(CatalogEdit.Refusal) -> Document {
    do throws(SyntaxFault) { return try JSONParser.parse(bytes) } catch {
      throw CatalogEdit.Refusal(message: error.message)
    }
  }

  @Test func `set, replace and remove fields, and leave others as they are`() throws {
    let edit = CatalogEdit.set(
      id: "one", [("title", "Uno"), ("about", "x"), ("grade", nil), ("multiyear", true)])
    #expect(
      try difference(edit) == """
        ~ one.title: "One" -> "Uno"
        - one.grade: 1.50
        + one.about: "x"
        + one.multiyear: true

        """)
    #expect(try difference(.set(id: nil, [("name", "B")])) == "~ name: \"A bucket\" -> \"B\"\n")
    #expect(try difference(.set(id: "one", [("title", "One")])) == "")
  }

  @Test func `rename, remove, add and merge entries`() throws {
    let renamed = try difference(.rename("one", to: "uno"))
    #expect(renamed.hasPrefix("- one: {") && renamed.contains("\n+ uno: {\"id\":\"uno\""))
    #expect(try difference(.remove(["one"])).hasPrefix("- one: {"))
    let entry = try Self.document(#"{"id": "new"}"#)
    #expect(try difference(.add(entry)) == "+ new: {\"id\":\"new\"}\n")
    let other = try Self.document(Self.two)
    #expect(try difference(.merge(other, replaces: false)).hasPrefix("+ two: {"))
    let same = try Self.document(Self.catalog.replacing("One", with: "Uno"))
    #expect(try difference(.merge(same, replaces: false)) == "")
    #expect(try difference(.merge(same, replaces: true)) == "~ one.title: \"One\" -> \"Uno\"\n")
  }

  @Test func `are refused if they can't be made`() throws {
    #expect(try difference(.remove(["none"])) == "there is no dataset none; did you mean one?")
    #expect(try difference(.remove(["other"])) == "there is no dataset other")
    #expect(try difference(.rename("one", to: "one")) == "the dataset one exists already")
    #expect(
      try difference(.add(try Self.document(#"{"id": "one"}"#)))
        == "the dataset one exists already")
    #expect(
      try difference(.add(try Self.document("[]"))) == "the entry is not an object with an id")
    #expect(try difference(.set(id: "one", [("id", "x")])) == "id can't be changed this way")
    #expect(
      try difference(.set(id: nil, [("catalog", "x")])) == "catalog can't be changed this way")
    #expect(try difference(.set(id: "one", [("nothing", nil)])) == "there is no field nothing")
  }

  @Test func `are refused if they bring new errors, and only then`() async throws {
    try folder.write(Self.catalog.replacing("\"c@example.org\"", with: "7"), to: "catalog.json")
    let editor = CatalogEditor(folder.path, now: SCRTime(seconds: 1_790_000_000))
    let good = try await editor.draft(.set(id: "one", [("title", "Uno")]))
    #expect(good.plan.refusals == [])
    let bad = try await editor.draft(.set(id: "one", [("start", "yesterday")]))
    #expect(bad.plan.refusals.count == 1)
    #expect(bad.plan.refusals.first?.reason.hasPrefix("errors of rule TIM") == true)
  }

  @Test func `that rename also rename the index files, and keep the old ones`() async throws {
    try folder.write(Self.catalog, to: "catalog.json")
    try folder.write("# start\n", to: "index/one_2020.csv")
    try folder.write("# start\n", to: "index/one_two_2020.csv")
    let editor = CatalogEditor(folder.path, now: SCRTime(seconds: 1_790_000_000))
    var draft = try await editor.draft(.rename("one", to: "uno"))
    try await draft.keepOld(in: "archive/")
    try await draft.place()
    let keys = try FileStorage(copy: folder.path).listAll().objects.map(\.key)
    #expect(
      keys == [
        "archive/catalog.json", "archive/index/one_2020.csv", "catalog.json",
        "index/one_two_2020.csv", "index/uno_2020.csv",
      ])
  }

  @Test func `are refused when somebody else was faster`() async throws {
    try folder.write(Self.catalog, to: "catalog.json")
    let editor = CatalogEditor(folder.path, now: SCRTime(seconds: 1_790_000_000))
    let draft = try await editor.draft(.set(id: "one", [("title", "Uno")]))
    try folder.write(Self.two, to: "catalog.json")
    let error = await #expect(throws: PublishingError.self) { try await draft.place() }
    #expect(error?.code == .conflict)
  }

  @Test func `of the global registry identify buckets by endpoint`() async throws {
    try folder.write(
      """
      {"version": "1.1", "modificationDate": "2020-01-01T00:00:00Z", "registry": [
        {"endpoint": "s3://one", "name": "One", "provider": "aws", "region": "us-east-1"}]}
      """, to: "HelioDataRegistry.json")
    var editor = CatalogEditor(folder.path, now: SCRTime(seconds: 1_790_000_000))
    editor.document = .registry
    let two = try Self.document(
      #"{"endpoint": "s3://two/", "name": "Two", "provider": "aws", "region": "us-east-1"}"#)
    let draft = try await editor.draft(.add(two))
    #expect(draft.plan.refusals == [])
    try await draft.place()
    let text = String(
      decoding: try FileStorage(copy: folder.path).bytes(of: "HelioDataRegistry.json", limit: 4096),
      as: UTF8.self)
    #expect(text.contains(#""modificationDate": "2026-09-21T14:13:20Z""#))
    #expect(text.contains(#""endpoint": "s3://two/""#))
    let one = try Self.document(#"{"endpoint": "s3://one/", "name": "One again"}"#)
    let error = await #expect(throws: PublishingError.self) { try await editor.draft(.add(one)) }
    #expect(error?.detail == "the bucket s3://one/ exists already")
    _ = try await editor.draft(.remove(["s3://one/"]))
  }

  @Test func `entries of one id are compared one by one`() throws {
    let other = Self.catalog.replacing("\"One\"", with: "\"Other\"")
    let twice = try Self.document(
      "{\"catalog\": [{\"id\": \"a\", \"title\": \"One\"}, {\"id\": \"a\", \"title\": \"Other\"}]}")
    let once = try Self.document("{\"catalog\": [{\"id\": \"a\", \"title\": \"One\"}]}")
    #expect(
      CatalogDifference(from: once, to: twice).text == "+ a: {\"id\":\"a\",\"title\":\"Other\"}\n")
    #expect(
      CatalogDifference(from: twice, to: once).text == "- a: {\"id\":\"a\",\"title\":\"Other\"}\n")
    #expect(CatalogDifference(from: twice, to: twice).changes.isEmpty)
    #expect(
      CatalogDifference(from: try Self.document(Self.catalog), to: try Self.document(other)).text
        == "~ one.title: \"One\" -> \"Other\"\n")
  }

  @Test(
    "documents of other forms differ too",
    arguments: [("[]", "{}"), ("[1]", "[2]"), ("{\"catalog\": 1}", "{\"catalog\": []}")])
  func otherForms(_ one: String, _ other: String) throws {
    let (one, other) = (try Self.document(one), try Self.document(other))
    #expect(CatalogDifference(from: one, to: other).changes.count == 1)
    #expect(CatalogDifference(from: one, to: one).changes.isEmpty)
  }

  @Test func `an edit keeps elements that are no objects`() throws {
    let root = try Self.document("{\"catalog\": [\"words\", {\"id\": \"a\"}, 5]}").root
    let text = try #require(try CatalogEdit.set(id: "a", [("title", .string("A"))]).text(of: root))
    let catalog = try Self.parse(text)
    #expect(
      String(decoding: JSONWriter.write(catalog.root, layout: .singleLine), as: UTF8.self)
        == "{\"catalog\":[\"words\",{\"id\":\"a\",\"title\":\"A\"},5]}")
  }

  @Test func `an id of two entries is not edited, but removed from both`() throws {
    let root = try Self.document("{\"catalog\": [{\"id\": \"a\"}, {\"id\": \"a\"}]}").root
    for edit in [CatalogEdit.set(id: "a", [("title", .string("A"))]), .rename("a", to: "b")] {
      #expect(
        throws: CatalogEdit.Refusal(
          message: "dataset a has 2 entries; delete all but one in an editor first")
      ) { try edit.text(of: root) }
    }
    let text = try #require(try CatalogEdit.remove(["a"]).text(of: root))
    #expect(try Self.parse(text).root["catalog"]?.count == 0)
  }

  @Test func `a merge names the entries it keeps, and refuses two of one id that differ`() throws {
    let root = try Self.document(Self.catalog).root
    let other = try Self.document(Self.catalog.replacing("\"One\"", with: "\"Other\""))
    let merge = CatalogEdit.merge(other, replaces: false)
    #expect(try merge.text(of: root) == nil)
    #expect(merge.keptNames(in: root) == ["one"])
    #expect(CatalogEdit.merge(other, replaces: true).keptNames(in: root) == [])
    let twice = try Self.document(
      "{\"catalog\": [{\"id\": \"a\", \"title\": \"A\"}, {\"id\": \"a\", \"title\": \"B\"}]}")
    #expect(
      try difference(.merge(twice, replaces: false))
        == "the other document has two different entries of a")
  }

  @Test func `entries are found by the bytes of their ids`() throws {
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    let catalog = Self.catalog.replacing("\"one\"", with: "\"\(composed)\"")
    let root = try Self.document(catalog).root
    #expect(throws: CatalogEdit.Refusal.self) {
      try CatalogEdit.remove([decomposed]).text(of: root)
    }
    let entry = try Self.document("{\"id\": \"\(decomposed)\"}")
    let text = try #require(try CatalogEdit.add(entry).text(of: root))
    let both = try Self.parse(text)
    #expect(both.root["catalog"]?.count == 2)
    let difference = CatalogDifference(from: try Self.document(catalog), to: both)
    #expect(difference.changes.count == 1)
  }
}
