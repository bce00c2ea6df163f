import ObjectStorage
import RegistryConformance
import RegistryMirrors
import RegistryPublishing
import RegistryRepair
import RegistryReports
import RegistrySite
import RegistryValidation
import SharedCloudRegistry

/// The examples of the libraries' documentation, so that they compile.
///
/// Nothing here is run; those that need no server are in the tests of their modules.
enum CatalogExamples {
  static func storage() async throws {
    let place = try StorageProvider().place(of: "s3://gov-nasa-hdrl-data1/catalog.json")
    let reader = try await place.storage.read(place.key, .whole)
    while let bytes = try await reader.next() { print(bytes.count) }
  }

  static func reading(from start: SCRTime, to stop: SCRTime) async throws {
    let reader = RegistryReader()
    let bucket = try await reader.bucket(at: "s3://gov-nasa-hdrl-data1/")
    let dataset = try bucket.dataset("aia_0094")
    for try await file in dataset.files(from: start, to: stop) { print(file.datakey) }
  }

  static func validation(of directory: String) async throws {
    var validator = Validator()
    validator.profile = .strict
    let report = try await validator.validate([directory])
    for finding in report.findings {
      print(finding.location.uri, finding.location.line ?? 0, finding.rule, finding.message)
    }
    print(report.verdict.rawValue, report.count(of: .error))
  }

  static func reports(of report: Report) async throws {
    let page = report.written(as: .json, options: ReportOptions(toolVersion: "1"))
    let recorded = try RecordedReport(reading: page, name: "report.json")
    let difference = ReportDifference(from: recorded.report, to: report)
    print(difference.summary)
  }

  static func repair(of directory: String) async throws {
    let outcome = try await Fixer(Validator()).fix(directory)
    for file in outcome.files {
      print(file.uri, file.counts)
      try file.write(backup: ".bak")
    }
    print(outcome.after.count(of: .error))
  }

  static func publishing(by text: [UInt8], at now: SCRTime) async throws {
    let mission = try Mission(parsing: text, path: "mission.yml")
    let publisher = Publisher(mission, destination: "registry", options: .init(now: now))
    let source = try PublishingSource("s3://my-bucket/")
    let publication = try await publisher.run(from: [source], settings: .init(isDry: true)) {
      step in
      if case .drafted(let draft) = step { print(draft.plan.text) }
    }
    for refusal in publication.refusals { print(refusal.reason) }
  }

  static func mirrors() async throws {
    var options = MirrorOptions()
    options.required = .digest
    let results = try await MirrorVerification(options).run("s3://source/", mirrors: ["mirror/"])
    for result in results { print(result.mirror, result.isComplete, result.totals[.missing]) }
    let report = MirrorReport(results, options: options).report(Validator())
    print(report.verdict)
  }

  static func site() async throws {
    let bucket = try await RegistryReader().bucket(at: "s3://my-bucket/")
    let report = try await Validator().validate(["s3://my-bucket/"])
    let options = SiteContents.Options(toolVersion: "1.0")
    let contents = try await SiteContents(of: bucket, report: report, options: options)
    print(try SiteDirectory("site").write(contents).summary)
  }

  static func conformance() async throws {
    let suite = try Suite(reading: "Conformance")
    guard let adapter = AdapterSpec("exec:./adapter", executable: "scregistry") else { return }
    let report = try await Runner(suite, adapter: adapter).run()
    print(report.count().passed, report.verdict)
    let page = report.written(as: .markdown)
    print(page.count)
  }
}
