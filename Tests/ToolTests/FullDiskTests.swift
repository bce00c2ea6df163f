import Foundation
import Testing

@Suite("A full disk")
struct FullDiskTests {
  /// Every command that writes to standard output, in a folder with the demonstration registries.
  static let lines = [
    "--help", "validate --help", "--version", "version", "version --json",
    "--generate-completion-script bash", "validate DATA", "validate DATA -o json",
    "validate --show-config", "fix - < DATA/catalog.json", "fix --diff DATA", "rules",
    "rules list -o json", "rules show IDX014", "explain IDX014", "schema list",
    "schema show catalog", "schema validate catalog DATA/catalog.json", "show DATA",
    "show DATA aia_0094", "show DATA aia_0094 --format hapi", "sample DATA aia_0094",
    "files DATA aia_0094", "files DATA aia_0094 --summary", "cat DATA aia_0094 --index",
    "cat DATA/catalog.json", "datasets DATA", "search --bucket DATA aia", "tree DATA",
    "lookup --bucket DATA sdo/aia",
    "buckets --registry ROOT/data/reg-minimal/HelioDataRegistry.json",
    "conformance list --suite ROOT", "conformance show idx-rows-swapped --suite ROOT",
    "conformance coverage --suite ROOT", "mission infer DATA", "mission test m.yml DATA",
    "mission test m.yml --explain x", "fetch DATA aia_0094 --out x --dry-run",
    "catalog diff DATA/catalog.json ROOT/data/demo-good/catalog.json",
    "catalog set DATA contact=x --dry-run --force", "migrate DATA --out x --dry-run --force",
    "generate DATA --mission m.yml --out x --dry-run", "snapshot DATA --out -",
    "registry check ROOT/data/reg-minimal/HelioDataRegistry.json",
  ]

  @Test("never ends with 0", arguments: lines)
  func fullDisk(_ line: String) throws {
    let folder = try ScratchFolder()
    try folder.write(
      """
      version: 1
      bucket: {endpoint: s3://b/, name: Test, contact: nobody@example.org}
      datasets:
        - {id: ds, title: t, match: "x/{name}_%Y%m%d.csv", stop: end-of-day}
      """, to: "m.yml")
    let root = TestData.folder.dropLast("/data".count)
    let words = line.replacingOccurrences(of: "ROOT", with: root)
    let run = try ShellProcess("TOOL \(words) > /dev/full", in: folder)
    #expect(run.code == 4, "\(run.code): \(run.error)")
    #expect(run.error.contains("can't be written: No space left on device"), "\(run.error)")
  }
}
