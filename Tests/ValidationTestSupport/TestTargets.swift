import Formats
import ObjectStorage
import RegistryValidation
import SharedCloudRegistry

/// Targets that exist only in memory.
package enum TestTarget {
  /// A copy of a bucket.
  package static func tree(_ files: [String: String], name: String = "tree") -> TargetSource {
    tree(files.mapValues { Array($0.utf8) }, name: name)
  }

  /// A copy of a bucket whose files are not all text.
  package static func tree(_ files: [String: [UInt8]], name: String = "tree") -> TargetSource {
    TargetSource(name: name, content: .tree(ObjectTree(memory: files)))
  }

  /// One JSON document.
  package static func document(_ text: String, key: String, _ kind: DocumentKind?) -> TargetSource {
    document(Array(text.utf8), key: key, kind)
  }

  /// One JSON document that may not be text.
  package static func document(_ bytes: [UInt8], key: String, _ kind: DocumentKind?) -> TargetSource
  {
    TargetSource(name: key, content: .document(ObjectTree(memory: [key: bytes]), key: key, kind))
  }

  /// One index file on its own.
  package static func index(_ text: String, key: String = "ds_2010.csv") -> TargetSource {
    TargetSource(name: key, content: .index(ObjectTree(memory: [key: Array(text.utf8)]), key: key))
  }
}

/// A catalog of one bucket, `s3://b/`, as text.
package enum TestCatalog {
  /// A catalog with one dataset, `ds`, in `s3://b/ds/`.
  package static func oneDataset(
    start: String = "2010-01-01T00:00:00Z", stop: String = "2010-12-31T23:59:59Z"
  ) -> String {
    text([entry(id: "ds", start: start, stop: stop)])
  }

  /// A catalog of entries.
  package static func text(_ entries: [String]) -> String {
    """
    {
      "version": "1.1", "name": "b", "contact": "c", "egress": "public",
      "status": {"code": 1200, "message": "OK"}, "endpoint": "s3://b/",
      "catalog": [
    \(entries.joined(separator: ",\n"))
      ]
    }

    """
  }

  /// An entry; its index files are in a directory named by its id, unless an address is given.
  package static func entry(
    id: String, index: String? = nil, start: String = "2010-01-01T00:00:00Z",
    stop: String = "2010-12-31T23:59:59Z"
  ) -> String {
    """
        {
          "id": "\(id)", "index": "\(index ?? "s3://b/\(id)/")", "title": "t",
          "start": "\(start)", "stop": "\(stop)", "modification": "2025-01-02T00:00:00Z",
          "indextype": "csv", "filetype": "cdf"
        }
    """
  }
}

extension Validator {
  /// A validator that lists everything and has the time of the tests.
  package static func forTests(profile: Profile = .strict) -> Validator {
    var validator = Validator()
    validator.profile = profile
    validator.now = try? SCRTime(parsing: Array("2026-11-23T00:00:00Z".utf8).span)
    return validator
  }
}

extension Validator {
  /// Applies a configuration, but keeps the profile and the depth.
  package mutating func apply(_ configuration: Configuration) {
    var flags = AppliedConfiguration.Flags()
    flags.profile = options.profile
    flags.depth = options.depth
    AppliedConfiguration(flags, over: configuration, at: options.now)
      .configure(&options)
  }
}

extension Configuration {
  /// Reads the text of a configuration.
  package init(text: String, path: String = Configuration.fileName) throws(ConfigurationError) {
    try self.init(parsing: Array(text.utf8), path: path)
  }
}

extension Report {
  /// The findings of one rule.
  package func findings(of rule: String) -> [Finding] { findings.filter { $0.rule == rule } }
}
