import Foundation
import Testing

@Suite("The documentation of the libraries")
struct CatalogTests {
  private static let root =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")

  /// The library products, each a module with a catalog.
  static let modules = [
    "ObjectStorage", "SharedCloudRegistry", "RegistryValidation", "RegistryReports",
    "RegistryRepair", "RegistryPublishing", "RegistryMirrors", "RegistrySite",
    "RegistryConformance",
  ]

  @Test("has examples that compile", arguments: modules)
  func examples(of module: String) throws {
    let page = try Self.text("Sources/\(module)/\(module).docc/\(module).md")
    let compiled = try Self.lines("Tests/DocumentationTests/CatalogExamples.swift")
    let blocks = page.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(!blocks.isEmpty, "\(module) has no example")
    for block in blocks {
      let lines = Self.trimmed(block)
      #expect(
        compiled.firstRange(of: lines) != nil, "copy this to CatalogExamples.swift:\n\(block)")
    }
  }

  @Test func `exists for every library product`() throws {
    let manifest = try Self.text("Package.swift")
    let names = manifest.components(separatedBy: ".library(name: \"").dropFirst().compactMap {
      $0.components(separatedBy: "\"").first
    }
    #expect(Set(names) == Set(Self.modules))
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }

  private static func lines(_ path: String) throws -> [String] { trimmed(try text(path)) }

  /// The lines that are not empty, without their indentation.
  private static func trimmed(_ text: String) -> [String] {
    text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }
}
